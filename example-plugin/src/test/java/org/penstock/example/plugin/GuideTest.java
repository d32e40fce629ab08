package org.penstock.example.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide shows this plugin as it is. */
final class GuideTest {
  private static final Path GUIDE = Path.of("../docs/writing-a-plugin.md");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/main/java/module-info.java",
        "src/main/java/org/penstock/example/plugin/LocalRedistribution.java",
        "src/main/resources/META-INF/services/org.penstock.spi.TransformTranslatorPlugin",
        "src/test/java/org/penstock/example/plugin/LocalRedistributionContractTest.java"
      })
  void holdsTheFile(String file) throws IOException {
    assertThat(Files.readString(GUIDE)).contains(Files.readString(Path.of(file)));
  }
}

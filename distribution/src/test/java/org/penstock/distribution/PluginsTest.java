package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penstock.distribution.Installation.Mode;
import org.penstock.distribution.Installation.Result;

final class PluginsTest {
  private final Installation installation = Installation.get();
  private final Path plugins = installation.home().resolve("plugins");

  @ParameterizedTest
  @EnumSource
  void listsWhatIsThere(Mode mode) {
    Result result = installation.penstock(mode, "plugins");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .containsPattern(
            "classic-batch +path +[^ ]+ +plugins/classic-batch/penstock-classic-batch.jar")
        .containsPattern("classic-streaming +path +")
        .containsPattern("environments-embedded +environment +")
        .containsPattern("environments-external +environment +")
        .containsPattern("environments-process +environment +")
        .containsPattern("portable-batch +path +")
        .containsPattern("portable-streaming +path +")
        .doesNotContain("Issues:");
    assertThat(installation.penstock(mode, "plugins", "--json").out())
        .contains("\"name\" : \"classic-batch\"")
        .contains("\"issues\" : [ ]");
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsNoJarHurtsNothing(Mode mode) throws IOException {
    with(
        Files.writeString(plugins.resolve("broken.jar"), "no jar"),
        () -> {
          Result result = installation.penstock(mode, "plugins");
          assertThat(result.exitCode()).isZero();
          assertThat(result.out())
              .containsPattern("classic-batch +path")
              .contains("  plugins/broken.jar: Left out: it is not a jar");
          Result other = installation.penstock(mode, "--version");
          assertThat(other.exitCode()).isZero();
          assertThat(other.err()).contains("broken.jar is left out: it is not a jar");
        });
  }

  @ParameterizedTest
  @EnumSource
  void aLibraryThatIsThereAlreadyHurtsNothing(Mode mode) throws IOException {
    Path library =
        installation.jars("lib").stream()
            .filter(jar -> jar.getFileName().toString().startsWith("beam-sdks-java-core-"))
            .findFirst()
            .orElseThrow();
    with(
        Files.copy(library, Files.createDirectories(plugins.resolve("acme")).resolve("beam.jar")),
        () ->
            assertThat(installation.penstock(mode, "plugins").out())
                .containsPattern("classic-batch +path")
                .contains(
                    "plugins/acme/beam.jar: Left out: it brings the package org.apache.beam."));
  }

  @ParameterizedTest
  @EnumSource
  void aPluginWhoseClassIsMissingHurtsNothing(Mode mode) throws IOException {
    Path content = Files.createTempDirectory(installation.work(), "content");
    Path services = Files.createDirectories(content.resolve("META-INF/services"));
    Files.writeString(services.resolve("org.penstock.spi.PipelineTranslator"), "com.acme.Gone\n");
    Files.write(
        Files.createDirectories(content.resolve("com/acme")).resolve("Other.class"),
        new byte[] {1});

    with(
        UserProgram.pack(plugins.resolve("acme-path.jar"), Map.of(), content),
        () -> {
          Result result = installation.penstock(mode, "plugins");
          assertThat(result.exitCode()).isZero();
          assertThat(result.out())
              .containsPattern("classic-batch +path")
              .contains("Issues:")
              .contains("com.acme.Gone");
        });
  }

  private static void with(Path file, Runnable test) throws IOException {
    try {
      test.run();
    } finally {
      Files.delete(file);
    }
  }
}

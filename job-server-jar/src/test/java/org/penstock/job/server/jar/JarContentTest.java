package org.penstock.job.server.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JarContentTest {
  private JarFile jar;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(JarProcess.jar().toFile());
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  private List<String> names() {
    return Collections.list(jar.entries()).stream().map(entry -> entry.getName()).toList();
  }

  private List<String> lines(String entry) throws IOException {
    assertThat(jar.getEntry(entry)).as(entry).isNotNull();
    try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Nobody who starts the jar gives the JVM any of these flags. */
  @Test
  void theManifestOpensWhatAllOtherStartsOpen() throws IOException {
    List<String> flags =
        Arrays.stream(System.getProperty("java17.opens").split(" "))
            .map(flag -> flag.replace("--add-opens=", "").replace("=ALL-UNNAMED", ""))
            .toList();
    Attributes main = jar.getManifest().getMainAttributes();

    assertThat(flags).contains("java.base/java.util");
    assertThat(main.getValue("Add-Opens").split(" ")).containsExactlyInAnyOrderElementsOf(flags);
    assertThat(main.getValue("Multi-Release")).isEqualTo("true");
  }

  @Test
  void thePluginsOfAllModulesAreFound() throws IOException {
    assertThat(lines("META-INF/services/org.penstock.spi.PipelineTranslator"))
        .contains(
            "org.penstock.classic.batch.ClassicBatch",
            "org.penstock.classic.streaming.ClassicStreaming",
            "org.penstock.portable.batch.PortableBatch",
            "org.penstock.portable.streaming.PortableStreaming");
    assertThat(lines("META-INF/services/org.penstock.spi.EnvironmentProvider"))
        .contains(
            "org.penstock.environments.process.ProcessEnvironment",
            "org.penstock.environments.external.ExternalEnvironment",
            "org.penstock.environments.embedded.EmbeddedEnvironment");
    assertThat(lines("META-INF/services/org.apache.beam.sdk.options.PipelineOptionsRegistrar"))
        .contains("org.penstock.boot.OptionsRegistrar");
    assertThat(lines("META-INF/services/org.apache.beam.sdk.io.FileSystemRegistrar"))
        .hasSizeGreaterThan(1);
  }

  @Test
  void holdsWhatClientsCountOn() {
    assertThat(names())
        .contains(
            "org/apache/beam/runners/flink/FlinkPipelineRunner.class",
            "org/slf4j/simple/SimpleServiceProvider.class",
            "org/github/jamm/MemoryMeter.class",
            "META-INF/LICENSE",
            "META-INF/NOTICE");
  }

  @Test
  void isNeitherSignedNorAModule() {
    assertThat(names())
        .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"))
        .noneMatch(name -> name.endsWith("module-info.class"))
        .noneMatch(name -> name.startsWith("ch/qos/logback/"))
        .noneMatch(
            name ->
                name.startsWith("org/apache/beam/runners/flink/")
                    && !name.equals("org/apache/beam/runners/flink/")
                    && !name.contains("FlinkPipelineRunner")
                    && !name.contains("package-info"));
  }

  /** Two copies of a class would be one too many, and the first of them wins. */
  @Test
  void holdsEverythingOnce() {
    assertThat(names()).doesNotHaveDuplicates();
  }
}

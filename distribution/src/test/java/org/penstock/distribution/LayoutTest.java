package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LayoutTest {
  private final Installation installation = Installation.get();

  @Test
  void ourJarsAreWhereTheyBelong() {
    assertThat(names("modules"))
        .containsExactly(
            "penstock-classic-runtime.jar",
            "penstock-core.jar",
            "penstock-job-server.jar",
            "penstock-launcher.jar",
            "penstock-portable-runtime.jar",
            "penstock-runtime.jar",
            "penstock-spi.jar");
    assertThat(installation.jars("plugins"))
        .containsExactly(
            installation.home().resolve("plugins/classic-batch/penstock-classic-batch.jar"),
            installation.home().resolve("plugins/classic-streaming/penstock-classic-streaming.jar"),
            installation
                .home()
                .resolve("plugins/environments-embedded/penstock-environments-embedded.jar"),
            installation
                .home()
                .resolve("plugins/environments-external/penstock-environments-external.jar"),
            installation
                .home()
                .resolve("plugins/environments-process/penstock-environments-process.jar"),
            installation.home().resolve("plugins/portable-batch/penstock-portable-batch.jar"),
            installation
                .home()
                .resolve("plugins/portable-streaming/penstock-portable-streaming.jar"));
    assertThat(names("lib"))
        .filteredOn(name -> name.startsWith("penstock-"))
        .containsExactly("penstock-boot.jar");
  }

  @Test
  void librariesAreThereOnceAndWithoutTests() {
    List<String> artifacts = artifacts("lib");
    assertThat(artifacts).doesNotHaveDuplicates();
    assertThat(artifacts)
        .contains(
            "beam-sdks-java-core", "flink-runtime", "flink-clients", "logback-classic", "picocli");
    assertThat(artifacts)
        .noneMatch(
            name ->
                name.contains("junit")
                    || name.startsWith("beam-runners-flink")
                    || name.startsWith("log4j"));
  }

  /** Either folder may be deleted, so neither counts on the other, and lib has nothing of them. */
  @Test
  void transformsForOtherSdksAreInFoldersOfTheirOwn() {
    List<String> kafka = artifacts("expansion/kafka");
    List<String> sql = artifacts("expansion/sql");

    assertThat(kafka)
        .containsExactlyInAnyOrder(
            "avro",
            "beam-sdks-java-extensions-avro",
            "beam-sdks-java-io-kafka",
            "kafka-clients",
            "zstd-jni");
    assertThat(sql)
        .containsExactlyInAnyOrder(
            "avro",
            "beam-sdks-java-extensions-avro",
            "beam-sdks-java-extensions-join-library",
            "beam-sdks-java-extensions-sql",
            "beam-sdks-java-extensions-sql-udf",
            "beam-vendor-calcite-1_40_0",
            "commons-compiler",
            "commons-csv",
            "janino",
            "penstock-expansion-sql");
    assertThat(artifacts("lib"))
        .doesNotContainAnyElementsOf(kafka)
        .doesNotContainAnyElementsOf(sql);
  }

  @Test
  void theCommandCanBeRunAndTheConfigurationIsFilledIn() throws java.io.IOException {
    Path home = installation.home();
    assertThat(home.resolve("bin/penstock")).isExecutable();
    assertThat(home.resolve("README.md")).isNotEmptyFile();
    assertThat(home.resolve("NOTICE")).isNotEmptyFile();
    assertThat(home.resolve("LICENSE")).content().contains("Apache License", "Version 2.0");
    assertThat(home.resolve("conf/logback.xml")).isNotEmptyFile();
    assertThat(Files.readString(home.resolve("conf/jvm.options")))
        .contains("--add-opens=java.base/java.util=ALL-UNNAMED")
        .doesNotContain("${");
  }

  private List<String> artifacts(String folder) {
    return names(folder).stream()
        .map(name -> name.replaceAll("-[0-9][0-9A-Za-z.-]*\\.jar$", ""))
        .toList();
  }

  private List<String> names(String folder) {
    return installation.jars(folder).stream().map(jar -> jar.getFileName().toString()).toList();
  }
}

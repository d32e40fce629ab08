package org.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterConfigurationTest {
  private final ClusterFolder folder;

  ClusterConfigurationTest(@TempDir Path folder) {
    this.folder = ClusterFolder.of(folder.resolve("a cluster"));
  }

  private ClusterConfiguration configuration(boolean highAvailability, Map<String, String> given) {
    ClusterSettings settings = new ClusterSettings(2, 3, 9999, highAvailability, given);
    return new ClusterConfiguration(folder, settings.configuration(folder));
  }

  @Test
  void onlyThisMachineReachesItAndFilesAreInItsFolder() {
    ClusterConfiguration configuration = configuration(false, Map.of());

    assertThat(configuration.flink().toMap())
        .containsEntry("rest.bind-address", "localhost")
        .containsEntry("rest.port", "9999")
        .containsEntry("jobmanager.bind-host", "localhost")
        .containsEntry("taskmanager.bind-host", "localhost")
        .containsEntry("taskmanager.numberOfTaskSlots", "3")
        .containsEntry(
            "execution.checkpointing.savepoint-dir", "file://" + folder.path() + "/savepoints")
        .doesNotContainKey("high-availability.type");
    assertThat(configuration.rest()).hasToString("http://localhost:9999");
  }

  @Test
  void whatIsGivenWinsAndAnEmptyValueTakesADefaultAway() {
    assertThat(
            configuration(
                    false, Map.of("rest.port", "7777", "execution.checkpointing.savepoint-dir", ""))
                .flink()
                .toMap())
        .containsEntry("rest.port", "7777")
        .doesNotContainKey("execution.checkpointing.savepoint-dir");
  }

  @Test
  void itIsReadAsItWasWritten() throws IOException {
    folder.make();
    ClusterConfiguration written =
        configuration(true, Map.of("env.java.opts.all", "-Da=\"b: c\" #d", "user.option", "x y"));

    written.write(true);

    assertThat(ClusterConfiguration.read(folder).flink().toMap())
        .isEqualTo(written.flink().toMap());
    assertThat(Files.readString(folder.configuration().resolve("zoo.cfg")))
        .contains("dataDir=" + folder.path().resolve("zookeeper"))
        .contains("clientPortAddress=localhost");
  }

  @Test
  void memoryAndOptionsOfTheJvmAreFlinks() {
    ClusterConfiguration configuration =
        configuration(
            false,
            Map.of(
                "taskmanager.memory.process.size",
                "2g",
                "env.java.opts.all",
                "-Dall=1",
                "env.java.opts.taskmanager",
                "-Dtask=1 -Dmore=1"));

    ClusterConfiguration.CommandLine worker = configuration.commandLine("taskmanager-2");
    assertThat(worker.jvm())
        .anyMatch(option -> option.startsWith("-Xmx"))
        .anyMatch(option -> option.startsWith("-XX:MaxDirectMemorySize="))
        .endsWith("-Dall=1", "-Dtask=1", "-Dmore=1");
    assertThat(worker.arguments())
        .startsWith("--configDir", folder.configuration().toString())
        .anyMatch(argument -> argument.startsWith("taskmanager.memory.managed.size="))
        .endsWith("-D", "taskmanager.resource-id=taskmanager-2");
    assertThat(configuration.commandLine("jobmanager").jvm())
        .contains("-Dall=1")
        .doesNotContain("-Dtask=1");
  }

  @Test
  void memoryThatDoesNotFitIsRefused() {
    ClusterConfiguration configuration =
        configuration(false, Map.of("taskmanager.memory.process.size", "1m"));
    assertThatThrownBy(() -> configuration.commandLine("taskmanager-1"))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("The configuration of the taskmanager-1 is wrong: ");
  }

  @Test
  void roles() {
    assertThat(ClusterConfiguration.roles(new ClusterSettings(2, 1, 0, false, Map.of())))
        .containsExactly("jobmanager", "taskmanager-1", "taskmanager-2");
    assertThat(ClusterConfiguration.roles(new ClusterSettings(1, 1, 0, true, Map.of())))
        .containsExactly("zookeeper", "jobmanager", "taskmanager-1");
  }

  @Test
  void onlyFlinksJarsAreOnTheClassPath(@TempDir Path lib) throws IOException {
    for (String jar :
        new String[] {
          "flink-runtime-2.2.1.jar",
          "frocksdbjni-8.jar",
          "beam-sdks-java-core-2.72.0.jar",
          "penstock-boot.jar",
          "logback-classic-1.5.jar"
        }) {
      Files.createFile(lib.resolve(jar));
    }
    assertThat(FlinkJars.classPath(lib).split(":", -1))
        .containsExactly(
            lib.resolve("flink-runtime-2.2.1.jar").toString(),
            lib.resolve("frocksdbjni-8.jar").toString(),
            lib.resolve("logback-classic-1.5.jar").toString());
    Files.delete(lib.resolve("flink-runtime-2.2.1.jar"));
    assertThatThrownBy(() -> FlinkJars.classPath(lib)).hasMessageContaining("There is no Flink in");
  }

  @Test
  void addresses() {
    assertThat(ClusterAddress.parse("flink.acme.com:8081"))
        .hasToString("http://flink.acme.com:8081");
    assertThat(ClusterAddress.parse("https://flink.acme.com/a/b"))
        .hasToString("https://flink.acme.com/a/b");
    for (String wrong : new String[] {"[local]", "[auto]", "flink", "ftp://a:1", "a b:1", ""}) {
      assertThatThrownBy(() -> ClusterAddress.parse(wrong))
          .hasMessageStartingWith("--flinkMaster takes host:port");
    }
  }

  @Test
  void aRelativeFolderForSavepointsIsOneOfThisProcess() {
    assertThat(StatePath.absolute("--directory", "a b/c"))
        .isEqualTo("file://" + Path.of("a b/c").toAbsolutePath());
    assertThat(StatePath.absolute("--directory", "s3://bucket/x")).isEqualTo("s3://bucket/x");
    assertThatThrownBy(() -> StatePath.absolute("--directory", " "))
        .hasMessage("--directory is blank. Give a path or a URI.");
  }
}

package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penstock.distribution.Installation.Mode;
import org.penstock.distribution.Installation.Result;

final class CommandTest {
  private final Installation installation = Installation.get();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "explain",
        "check-savepoint",
        "plugins",
        "cluster",
        "cluster start",
        "cluster stop",
        "cluster status",
        "job-server",
        "jobs",
        "savepoint",
        "stop",
        "drain",
        "cancel"
      })
  void everyCommandHasHelp(String command) {
    String[] words = (command + " --help").strip().split(" ", -1);
    Result result = installation.penstock(Mode.MODULE_PATH, words);
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith(("Usage: penstock " + command).strip());
    assertThat(result.err()).isEmpty();
  }

  /** A program that is run brings its own Kafka, and ours would stand before it. */
  @ParameterizedTest
  @EnumSource
  void onlyTheJobServerHasTransformsForOtherSdksOnItsClassPath(Mode mode) {
    Map<String, String> telling = new HashMap<>(mode.environment());
    telling.put("PENSTOCK_JAVA_OPTS", "-XshowSettings:properties");

    assertThat(installation.penstock(telling, "job-server", "--help").err())
        .contains("/expansion/kafka/kafka-clients-", "/expansion/sql/penstock-expansion-sql");
    assertThat(installation.penstock(telling, "run", "--help").err())
        .contains("java.class.path")
        .doesNotContain("/expansion/");
  }

  @ParameterizedTest
  @EnumSource
  void tellsItsVersion(Mode mode) {
    Result result = installation.penstock(mode, "--version");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith("penstock " + System.getProperty("version") + System.lineSeparator())
        .contains("Beam 2.72.0, Flink 2.");
    assertThat(installation.penstock(mode, "run", "--version").out()).isEqualTo(result.out());
  }

  @Test
  void wrongUsageIsToldInALineOrTwo() {
    Result command = installation.penstock(Mode.MODULE_PATH, "rnu");
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.err())
        .startsWith(
            "penstock: There is no command rnu. Present: run, explain, check-savepoint,"
                + " plugins, cluster, job-server, jobs, savepoint, stop, drain, cancel.");

    Result part = installation.penstock(Mode.MODULE_PATH, "cluster", "restart");
    assertThat(part.exitCode()).isEqualTo(2);
    assertThat(part.err())
        .startsWith("penstock: There is no command restart. Present: start, stop, status.");

    Result option = installation.penstock(Mode.MODULE_PATH, "run", "a.jar", "--output=x");
    assertThat(option.exitCode()).isEqualTo(2);
    assertThat(option.err())
        .contains("Options of the pipeline go behind two hyphens: ... -- --output=x");

    assertThat(installation.penstock(Mode.MODULE_PATH).exitCode()).isEqualTo(2);
  }

  @Test
  void startsThroughSymbolicLinksFromAnyFolder() throws IOException {
    Path first = installation.work().resolve("first link");
    Path second = installation.work().resolve("second");
    Files.createSymbolicLink(first, installation.home().resolve("bin/penstock"));
    Files.createSymbolicLink(second, Path.of("first link"));

    Result result =
        Installation.run(Path.of("/"), Map.of(), List.of(second.toString(), "--version"));

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("penstock ");
  }

  @Test
  void findsJavaOnThePath() {
    String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
    Result result = installation.penstock(Map.of("JAVA_HOME", "", "PATH", path), "--version");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void saysWhatIsWrongWithJava() throws IOException {
    Result none = installation.penstock(Map.of("JAVA_HOME", "/no/such"), "--version");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err())
        .isEqualTo("penstock: JAVA_HOME is /no/such, but there is no bin/java in it.\n");

    Path old = Files.createDirectories(installation.work().resolve("old java"));
    Path java =
        Files.writeString(
            Files.createDirectories(old.resolve("bin")).resolve("java"), "#!/bin/sh\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");
    Result eight = installation.penstock(Map.of("JAVA_HOME", old.toString()), "--version");
    assertThat(eight.exitCode()).isEqualTo(2);
    assertThat(eight.err())
        .contains("is Java 1.8.0_402, and Java 17 or newer is needed. Set JAVA_HOME.");
  }

  @Test
  void passesOptionsToTheJvm() {
    Map<String, String> environment = new HashMap<>(Mode.MODULE_PATH.environment());
    environment.put("PENSTOCK_JAVA_OPTS", "-Xmx300m -XX:+PrintFlagsFinal");
    assertThat(installation.penstock(environment, "--version").out())
        .containsPattern("MaxHeapSize += 314572800");
  }
}

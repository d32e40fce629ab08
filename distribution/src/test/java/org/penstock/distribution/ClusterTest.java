package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.penstock.distribution.Installation.Mode;
import org.penstock.distribution.Installation.Result;

/** Jobs on a cluster of other JVMs, to which everything but Flink has to be sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterTest {
  private final Installation installation = Installation.get();
  private FlinkCluster cluster;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    cluster = FlinkCluster.start(installation);
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wordcount,MODULE_PATH,ExtractWords.* emptyLines +327",
    "wordcount,CLASS_PATH,ExtractWords.* emptyLines +327",
    "join,MODULE_PATH,Describe.* airportsWithoutFlights +[0-9]+"
  })
  void writesWhatALocalRunWrites(String example, Mode mode, String metric) throws IOException {
    Path here = Files.createTempDirectory(installation.work(), "local");
    Path there = Files.createTempDirectory(installation.work(), "remote");

    Result local = run(mode, "[local]", example, here);
    Result remote = run(mode, cluster.address(), example, there);

    assertThat(local.exitCode()).as(local.err()).isZero();
    assertThat(remote.exitCode()).as(remote.err()).isZero();
    assertThat(lines(there)).isNotEmpty().containsExactlyElementsOf(lines(here));
    assertThat(remote.err())
        .containsPattern("Job .*: DONE after [0-9.]+ s\\.")
        .containsPattern(metric)
        .doesNotContain("WARN", "ERROR", "\tat ");
    assertThat(cluster.taskManagerLog()).contains("switched from RUNNING to FINISHED");
  }

  @ParameterizedTest
  @EnumSource
  void namesTheStepThatFailedThere(Mode mode) throws IOException {
    Path input = Files.writeString(installation.work().resolve("to fail.txt"), "seven\n");

    Result result =
        installation.penstock(
            mode,
            "run",
            Parser.JAR.toString(),
            "--",
            "--flinkMaster=" + cluster.address(),
            "--input=" + input);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .contains("penstock: The step Parse it")
        .contains(
            " failed: java.lang.IllegalStateException: bad line seven\n    at Parser.parse(Parser.java:")
        .doesNotContain("\tat ")
        .doesNotContain("at org.apache.");
  }

  private Result run(Mode mode, String master, String example, Path folder) {
    return installation.penstock(
        mode,
        "run",
        "--example",
        example,
        "--",
        "--flinkMaster=" + master,
        "--parallelism=2",
        "--output=" + folder.resolve("part"));
  }

  private static List<String> lines(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    lines.sort(null);
    return lines;
  }
}

package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penstock.distribution.Installation.Result;

final class ClusterCommandTest {
  private final Installation installation = Installation.get();

  @Test
  void aClusterIsStartedFoundAndStopped() throws IOException {
    try (FlinkCluster cluster = FlinkCluster.start(installation)) {
      String folder = "--directory=" + cluster.folder();

      Result status = cluster.penstock("cluster", "status", folder);
      assertThat(status.exitCode()).as(status.err()).isZero();
      assertThat(status.out())
          .containsPattern("jobmanager +[0-9]+ +running")
          .containsPattern("taskmanager-1 +[0-9]+ +running")
          .containsPattern(
              "Flink 2[0-9.]+ at http://"
                  + cluster.address()
                  + ": 1 task managers, 2 slots \\(2 free\\)\\.")
          .contains("No jobs.");

      Result second = cluster.penstock("cluster", "start", "--rest-port=0", folder);
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err())
          .startsWith("penstock: A cluster runs in " + cluster.folder() + " already, at http://");

      String port = cluster.address().replaceFirst(".*:", "");
      Path other = installation.work().resolve("other cluster");
      Result taken =
          cluster.penstock("cluster", "start", "--rest-port=" + port, "--directory=" + other);
      assertThat(taken.exitCode()).isEqualTo(1);
      assertThat(taken.err())
          .isEqualTo(
              "penstock: The port "
                  + port
                  + " is taken, maybe by another cluster. Choose one: --rest-port=PORT, or 0 for"
                  + " any.\n");
      assertThat(other).doesNotExist();

      assertThat(cluster.taskManagerLog())
          .contains("flink-runtime-", "flink-statebackend-rocksdb-", "flink-statebackend-forst-")
          .doesNotContain("beam-", "penstock-core", "penstock-runtime", "penstock-classic");

      ProcessHandle manager = cluster.process("jobmanager");
      Result stop = cluster.penstock("cluster", "stop", folder);
      assertThat(stop.exitCode()).as(stop.err()).isZero();
      assertThat(stop.out()).startsWith("Stopped the cluster at http://localhost:" + port);
      assertThat(manager.info().command()).isEmpty();
      assertThat(cluster.folder().resolve("tmp")).doesNotExist();

      Result twice = cluster.penstock("cluster", "stop", folder);
      assertThat(twice.exitCode()).isEqualTo(1);
      assertThat(twice.err())
          .isEqualTo(
              "penstock: No cluster was started in "
                  + cluster.folder()
                  + ", so there is none to stop.\n");
    }
  }

  @Test
  void aPortThatSomethingElseHasIsTold() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Result result =
          FlinkCluster.penstock(
              installation,
              "cluster",
              "start",
              "--rest-port=" + socket.getLocalPort(),
              "--directory=never");
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err())
          .startsWith("penstock: The port " + socket.getLocalPort() + " is taken");
      assertThat(installation.work().resolve("never")).doesNotExist();
    }
  }

  @Test
  void theDefaultFolderIsTheUsersOwn() {
    Result result = FlinkCluster.penstock(installation, "cluster", "status");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "penstock: No cluster was started in "
                + installation.work().resolve("states/penstock/cluster")
                + ". Start one: penstock cluster start\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--taskmanagers=0|--taskmanagers takes 1 or more, and was 0.",
        "--slots=-1|--slots takes 1 or more, and was -1.",
        "--rest-port=99999|--rest-port takes 0 to 65535, and was 99999.",
        "--slots=many|Invalid value for option '--slots'",
        "-Dkey|Value for option option '-D' (KEY=VALUE) should be in KEY=VALUE format",
        "-Dtaskmanager.memory.process.size=1m|The configuration of the taskmanager-1 is wrong: ",
        "-Djobmanager.memory.process.size=much|The configuration of the jobmanager is wrong: ",
      })
  void whatIsWrongIsToldBeforeAnythingRuns(String option, String message) {
    Result result =
        FlinkCluster.penstock(installation, "cluster", "start", "--directory=never", option);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).startsWith("penstock: " + message).doesNotContain("\tat ");
    assertThat(installation.work().resolve("never")).doesNotExist();
  }

  @Test
  void aProcessThatEndsAtOnceIsToldWithItsReason() throws IOException {
    Path folder = Files.createTempDirectory(installation.work(), "broken ");
    Result result =
        FlinkCluster.penstock(
            installation,
            "cluster",
            "start",
            "--rest-port=0",
            "--directory=" + folder,
            "-Dhigh-availability.type=no.such.Factory");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("has ended as soon as it was started. ")
        .contains("no.such.Factory")
        .contains("Log: " + folder.resolve("log"))
        .doesNotContain("\tat ");
    assertThat(folder.resolve("cluster.properties")).doesNotExist();
  }

  @Test
  void jobsSurviveTheirJobManagerAndATaskManager() throws Exception {
    try (FlinkCluster cluster =
        FlinkCluster.start(installation, "--taskmanagers=2", "--slots=2", "--high-availability")) {
      String folder = "--directory=" + cluster.folder();
      String id =
          Ticking.submit(cluster.address(), "survivor", "execution.checkpointing.interval=200ms");
      TimeUnit.SECONDS.sleep(2);

      for (String role : new String[] {"taskmanager-1", "jobmanager"}) {
        ProcessHandle killed = cluster.process(role);
        killed.destroyForcibly();
        await(() -> killed.info().command().isEmpty());
        Result status = cluster.penstock("cluster", "status", folder);
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).containsPattern(role + " +[0-9]+ +gone");
        assertThat(status.err()).contains("Ended by themselves or killed: " + role + ". ");
        Result other = cluster.penstock("cluster", "start", folder, "--slots=3");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("started again as it was, without --slots");

        Result again = cluster.penstock("cluster", "start", folder);

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).startsWith("Starting again: " + role + "\n");
        String running = id + " +survivor +RUNNING";
        await(
            () ->
                cluster
                    .penstock("jobs", "--flinkMaster=" + cluster.address())
                    .out()
                    .matches("(?s).*" + running + ".*"));
      }
      // Had its state been lost, it would have failed; a savepoint needs all of its tasks.
      await(
          () ->
              cluster.penstock("stop", "survivor", "--flinkMaster=" + cluster.address()).exitCode()
                  == 0);
    }
  }

  private interface Question {
    boolean isSo() throws IOException;
  }

  private static void await(Question question) throws IOException, InterruptedException {
    for (int i = 0; !question.isSo(); i++) {
      assertThat(i).as("tries").isLessThan(60);
      TimeUnit.SECONDS.sleep(1);
    }
  }
}

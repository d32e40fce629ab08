package org.penstock.job.server.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, started as Beam's Python SDK and its suite start it. */
final class ServerTest {
  /** The suite's; no start without a suite gives any. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:-UseContainerSupport",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider",
          "-Dorg.slf4j.simpleLogger.log.org.apache.flink.metrics=error",
          "-Dorg.slf4j.simpleLogger.log.org.apache.flink.runtime=error",
          "-Dorg.slf4j.simpleLogger.log.org.apache.flink.streaming=error");

  @TempDir private Path folder;

  private List<String> arguments(String master, int port, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--flink-master",
                master,
                "--artifacts-dir",
                folder.resolve("not/there/yet").toString(),
                "--job-port",
                Integer.toString(port),
                "--artifact-port",
                "0",
                "--expansion-port",
                "0"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static void endsSoon(JarProcess server) throws IOException, InterruptedException {
    long sent = System.nanoTime();
    server.interrupt();
    server.await(30);
    assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void servesAsTheRunnerOfThePythonSdkStartsIt() throws Exception {
    int port = Client.freePort();
    try (JarProcess server =
            JarProcess.start(folder, List.of(), JarProcess.jar(), arguments("[auto]", port));
        Client client = new Client(port)) {
      assertThat(client.awaitReady(server).getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(client.options())
          .contains("flink_master", "parallelism", "checkpointing_interval", "state_backend");
      assertThat(folder.resolve("not/there/yet")).isDirectory();

      endsSoon(server);

      assertThat(server.output())
          .contains("Listening at localhost: jobs " + port)
          .doesNotContain("SLF4J(W)", "WARNING");
    }
  }

  /** With a reporter of metrics that only the jar of Beam has. */
  @Test
  void runsAJobAsTheSuiteOfThePythonSdkStartsIt() throws Exception {
    String reporter = "org.apache.beam.runners.flink.metrics.FileReporter";
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("flink-conf.yaml"),
        "metrics.reporters: file\nmetrics.reporter.file.class: " + reporter + "\n");
    Files.writeString(
        conf.resolve("config.yaml"),
        "metrics:\n  reporters: file\n  reporter:\n    file:\n      class: "
            + reporter
            + "\n      path: /nowhere\n  scope:\n    operator: <operator_name>\n");
    Path counts = folder.resolve("counts.txt");
    int port = Client.freePort();
    try (JarProcess server =
            JarProcess.start(
                folder,
                FLAGS,
                JarProcess.jar(),
                arguments("[local]", port, "--flink-conf-dir", conf.toString()));
        Client client = new Client(port)) {
      client.awaitReady(server);

      String end = client.run(EmbeddedPipeline.counting(counts), Map.of("parallelism", "2"));

      assertThat(end).as(server.output()).startsWith("DONE");
      assertThat(counts).content().hasLineCount(2).contains("a,2", "b,1");
      endsSoon(server);
    }
  }

  @Test
  void aJobGoesIntoAJarThatRunsIt() throws Exception {
    Path packed = folder.resolve("packed.jar");
    Path counts = folder.resolve("counts.txt");
    int port = Client.freePort();
    try (JarProcess server =
            JarProcess.start(folder, List.of(), JarProcess.jar(), arguments("[auto]", port));
        Client client = new Client(port)) {
      client.awaitReady(server);

      String end =
          client.run(
              EmbeddedPipeline.counting(counts),
              Map.of("output_executable_path", packed.toString(), "parallelism", "1"));

      assertThat(end).startsWith("DONE").contains("java -jar " + packed);
      assertThat(counts).doesNotExist();
    }
    try (JarProcess wrong = JarProcess.start(folder, List.of(), packed, List.of("--job-port=1"))) {
      assertThat(wrong.await(60)).isEqualTo(2);
      assertThat(wrong.output()).contains("--job-port=1", "Usage:", "--base-job-name");
    }
    try (JarProcess other =
        JarProcess.start(folder, List.of(), packed, List.of("--base-job-name", "other"))) {
      assertThat(other.await(60)).isEqualTo(1);
      assertThat(other.output()).contains("BEAM-PIPELINE/other/pipeline.json");
    }
    try (JarProcess run = JarProcess.start(folder, List.of(), packed, List.of())) {
      assertThat(run.await(120)).as(run.output()).isZero();
      assertThat(run.output()).contains("DONE");
    }
    assertThat(counts).content().hasLineCount(2).contains("a,2", "b,1");
  }

  @Test
  void aWrongCommandLineIsTold() throws Exception {
    try (JarProcess server =
        JarProcess.start(
            folder, List.of(), JarProcess.jar(), List.of("--flink_master=[local]", "--job-port"))) {
      assertThat(server.await(60)).isEqualTo(2);
      assertThat(server.output()).contains("Usage:", "--flink-master");
    }
  }
}

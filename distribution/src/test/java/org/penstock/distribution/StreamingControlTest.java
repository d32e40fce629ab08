package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penstock.distribution.Installation.Result;

/** A pipeline of Beam's without end, from its start over a stop to its drain. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StreamingControlTest {
  private final Installation installation = Installation.get();
  private FlinkCluster cluster;

  @BeforeAll
  void start() throws IOException {
    cluster = FlinkCluster.start(installation, "--taskmanagers=2", "--slots=2");
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private Result run(String name, Path output, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                Sequence.JAR.toString(),
                "--",
                "--flinkMaster=" + cluster.address(),
                "--attachedMode=false",
                "--jobName=" + name,
                "--maxParallelism=8",
                "--numberOfExecutionRetries=0",
                "--output=" + output));
    arguments.addAll(Arrays.asList(more));
    return cluster.penstock(arguments.toArray(String[]::new));
  }

  private Result control(String command, String job) throws IOException {
    return cluster.penstock(command, job, "--flinkMaster=" + cluster.address());
  }

  private void awaitRunning(String name) throws IOException, InterruptedException {
    Pattern running = Pattern.compile(name + " +RUNNING");
    for (int i = 0; !running.matcher(control()).find(); i++) {
      assertThat(i).as("tries").isLessThan(30);
      TimeUnit.SECONDS.sleep(1);
    }
    TimeUnit.SECONDS.sleep(3);
  }

  private String control() throws IOException {
    return cluster.penstock("jobs", "--flinkMaster=" + cluster.address()).out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashmap", "rocksdb", "forst"})
  void aStoppedPipelineGoesOnElsewhereAndIsDrained(String backend)
      throws IOException, InterruptedException {
    String name = "sequence-" + backend;
    Path output = installation.work().resolve(name + ".txt");
    Result first = run(name, output, "--stateBackend=" + backend, "--parallelism=2");
    assertThat(first.exitCode()).as(first.err()).isZero();
    awaitRunning(name);

    Result stop = control("stop", name);

    assertThat(stop.exitCode()).as(stop.err()).isZero();
    assertThat(output).as("what timers at the end of time write").doesNotExist();
    Result second =
        run(
            name,
            output,
            "--stateBackend=" + backend,
            "--parallelism=1",
            "--savepointPath=" + stop.out().strip());
    assertThat(second.exitCode()).as(second.err()).isZero();
    awaitRunning(name);
    Result drain = control("drain", name);
    assertThat(drain.exitCode()).as(drain.err()).isZero();
    assertThat(Long.parseLong(Files.readString(output))).isGreaterThan(300);
  }

  @Test
  void aSavepointThatIsNotThereIsRefused() throws IOException {
    Result result =
        run("lost", installation.work().resolve("lost.txt"), "--savepointPath=/no/such/savepoint");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("/no/such/savepoint").doesNotContain("\tat ");
  }

  @Test
  void aRunningPipelineIsCancelled() throws IOException, InterruptedException {
    Path output = installation.work().resolve("cancelled.txt");
    assertThat(run("cancelled", output, "--parallelism=2").exitCode()).isZero();
    awaitRunning("cancelled");

    Result cancel = control("cancel", "cancelled");

    assertThat(cancel.exitCode()).as(cancel.err()).isZero();
    assertThat(output).doesNotExist();
  }
}

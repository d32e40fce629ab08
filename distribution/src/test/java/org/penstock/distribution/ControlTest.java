package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penstock.distribution.Installation.Result;

/** The commands for jobs, on jobs that only Flink knows: every job is the same to them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ControlTest {
  private final Installation installation = Installation.get();
  private FlinkCluster cluster;

  @BeforeAll
  void start() throws IOException {
    // Without a directory for savepoints, which the command would have given it.
    cluster =
        FlinkCluster.start(
            installation,
            "--taskmanagers=2",
            "--slots=4",
            "-D",
            "execution.checkpointing.savepoint-dir=");
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private Result control(String command, String job, String... options) throws IOException {
    String[] arguments = new String[options.length + 3];
    arguments[0] = command;
    arguments[1] = job;
    arguments[2] = "--flinkMaster=" + cluster.address();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return cluster.penstock(arguments);
  }

  private String jobs() throws IOException {
    Result result = cluster.penstock("jobs", "--flinkMaster=" + cluster.address());
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.out();
  }

  private String submit(String name, String... flink) throws IOException {
    return Ticking.submit(cluster.address(), name, flink);
  }

  /** The folder that a command has printed, which is all that it may print there. */
  private static Path printed(Result result) {
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("file:").endsWith("\n").hasLineCount(1);
    return Path.of(result.out().strip().replaceFirst("^file:(//)?", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashmap", "rocksdb", "forst"})
  void aSavepointIsTakenAndAJobStartsThere(String backend) throws IOException {
    String name = "saved on " + backend;
    String state = "state.backend.type=" + backend;
    submit(name, state);

    Path path = printed(control("savepoint", name, "--directory=my savepoints"));

    assertThat(path.getParent()).isEqualTo(installation.work().resolve("my savepoints"));
    assertThat(path.resolve("_metadata")).isNotEmptyFile();
    assertThat(jobs()).containsPattern(name + " +RUNNING");
    assertThat(control("cancel", name).exitCode()).isZero();
    String again =
        submit(name, state, "execution.state-recovery.path=" + path, "restart-strategy.type=none");
    // The job fails when it has not got the count that belongs to its source.
    assertThat(jobs()).containsPattern(again + " .*RUNNING");
    assertThat(control("cancel", again).exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "drain"})
  void aJobEndsWithASavepoint(String command) throws IOException {
    String id = submit("to " + command);
    Path folder = Files.createDirectory(installation.work().resolve("savepoints of " + command));

    Path path = printed(control(command, id, "--directory=file://" + folder));

    assertThat(path.getParent()).isEqualTo(folder);
    assertThat(jobs()).containsPattern(id + " .*FINISHED");
    Result again = control(command, "to " + command, "--directory=" + folder);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err())
        .isEqualTo(
            "penstock: The job to " + command + " (" + id + ") has ended, and is FINISHED.\n");
  }

  @Test
  void aJobIsCancelledOnce() throws IOException {
    String id = submit("to cancel");

    Result result = control("cancel", "to cancel");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("Cancelled to cancel (" + id + ").\n");
    assertThat(jobs()).containsPattern(id + " +to cancel +CANCELED");
    Result again = control("cancel", id);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("has ended, and is CANCELED");
  }

  @Test
  void aNameThatTwoJobsHaveIsNotEnough() throws IOException {
    String one = submit("twin");
    String other = submit("twin");

    Result result = control("cancel", "twin");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("penstock: 2 jobs are named twin. Give an id: ")
        .contains(one, other);
    assertThat(control("cancel", one).exitCode()).isZero();
    // The other one is the only one now.
    assertThat(control("cancel", "twin").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancel", "savepoint", "stop", "drain"})
  void aJobThatIsNotThereIsToldWithThoseThatAre(String command) throws IOException {
    String id = submit("present for " + command);

    Result result = control(command, "absent");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith(
            "penstock: There is no job absent at http://" + cluster.address() + ". Running: ")
        .contains("present for " + command + " (" + id + ")");
    assertThat(result.out()).isEmpty();
    assertThat(control("cancel", id).exitCode()).isZero();
  }

  @Test
  void aSavepointWithoutADirectorySaysHowToNameOne() throws IOException {
    String id = submit("nowhere to save");

    for (String command : new String[] {"savepoint", "stop", "drain"}) {
      Result result = control(command, id);
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err())
          .isEqualTo(
              "penstock: The cluster has no directory for savepoints. Name one with"
                  + " --directory=DIR, or set execution.checkpointing.savepoint-dir in its"
                  + " configuration.\n");
    }
    assertThat(jobs()).containsPattern(id + " .*RUNNING");
    assertThat(control("cancel", id).exitCode()).isZero();
  }

  @Test
  void aSavepointThatCannotBeWrittenLeavesTheJobAlone() throws IOException {
    String id = submit("cannot save");
    Path file = Files.writeString(installation.work().resolve("no directory"), "");

    Result result = control("stop", id, "--directory=" + file);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("penstock: Flink could not stop the job cannot save (" + id + "): ")
        .doesNotContain("\tat ");
    assertThat(jobs()).containsPattern(id + " .*RUNNING");
    assertThat(control("cancel", id).exitCode()).isZero();
  }

  @Test
  void aPathThatIsNoSavepointIsRefusedWhenTheJobIsSubmitted() throws IOException {
    Result result =
        Ticking.trySubmit(
            cluster.address(), "lost", "execution.state-recovery.path=/no/such/savepoint");
    assertThat(result.exitCode()).isNotZero();
    assertThat(jobs()).containsPattern("lost +FAILED");
  }

  @Test
  void noClusterThereIsSaidSo() {
    for (String[] command :
        new String[][] {{"jobs"}, {"cancel", "x"}, {"savepoint", "x"}, {"stop", "x"}}) {
      String[] arguments = java.util.Arrays.copyOf(command, command.length + 1);
      arguments[command.length] = "--flinkMaster=localhost:1";
      Result result = FlinkCluster.penstock(installation, arguments);
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err())
          .isEqualTo(
              "penstock: Flink does not answer at http://localhost:1. Start a cluster with penstock"
                  + " cluster start, or name the one that runs by --flinkMaster=host:port.\n");
    }
  }

  @Test
  void whatIsNoAddressIsRefused() {
    Result result = FlinkCluster.penstock(installation, "jobs", "--flinkMaster=[local]");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "penstock: --flinkMaster takes host:port or an http or https URL here, and was"
                + " [local].\n");

    Result missing = FlinkCluster.penstock(installation, "cancel");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).startsWith("penstock: Missing required parameter: 'JOB'");
  }
}

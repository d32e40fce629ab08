package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.penstock.distribution.Installation.Result;

/** The program in {@code src/test/programs/trial}, running on a cluster. */
final class TrialJob {
  private static final Path JAR = UserProgram.compileProgram("trial", "Trial");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELED");

  private final FlinkCluster cluster;
  private final FlinkRest rest;
  private final String id;

  private TrialJob(FlinkCluster cluster, FlinkRest rest, String id) {
    this.cluster = cluster;
    this.rest = rest;
    this.id = id;
  }

  /** Submits it, and returns while it runs. */
  static TrialJob start(FlinkCluster cluster, String name, String... options) throws Exception {
    Result result = submit(cluster, name, false, options);
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    FlinkRest rest = new FlinkRest(cluster.address());
    String jobs = rest.get("/jobs/overview");
    int at = FlinkRest.fields(jobs, "name").indexOf(name);
    assertThat(at).as("%s in %s", name, jobs).isNotNegative();
    return new TrialJob(cluster, rest, FlinkRest.fields(jobs, "jid").get(at));
  }

  /**
   * Tries to submit it.
   *
   * @param attached whether to wait for its end
   */
  static Result submit(FlinkCluster cluster, String name, boolean attached, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("run", JAR.toString(), "--"));
    command.add("--flinkMaster=" + cluster.address());
    command.add("--jobName=" + name);
    command.add("--attachedMode=" + attached);
    command.addAll(Arrays.asList(options));
    return cluster.penstock(command.toArray(String[]::new));
  }

  /** The state it is in, as Flink calls it. */
  String state() throws IOException, InterruptedException {
    return FlinkRest.field(rest.get("/jobs/" + id), "state");
  }

  /** How many checkpoints have completed. */
  int checkpoints() throws IOException, InterruptedException {
    return Integer.parseInt(FlinkRest.field(rest.get("/jobs/" + id + "/checkpoints"), "completed"));
  }

  /** The size of the newest checkpoint in bytes; 0 while there is none. */
  long checkpointSize() throws IOException, InterruptedException {
    String checkpoints = rest.get("/jobs/" + id + "/checkpoints");
    List<String> sizes =
        FlinkRest.fields(checkpoints.substring(checkpoints.indexOf("\"latest\"")), "state_size");
    return sizes.isEmpty() ? 0 : Long.parseLong(sizes.get(0));
  }

  /** How many records its tasks have written so far, all together. */
  long records() throws IOException, InterruptedException {
    return FlinkRest.fields(rest.get("/jobs/" + id), "write-records").stream()
        .mapToLong(Long::parseLong)
        .sum();
  }

  /** Waits until it runs and has completed that many more checkpoints, or has ended. */
  void awaitCheckpoints(int more) throws IOException, InterruptedException {
    int target = checkpoints() + more;
    Instant end = Instant.now().plus(PATIENCE);
    String state = state();
    while (!ENDED.contains(state) && !(state.equals("RUNNING") && checkpoints() >= target)) {
      assertThat(Instant.now()).as("%s, %s", state, cluster.taskManagerLog()).isBefore(end);
      Thread.sleep(100);
      state = state();
    }
  }

  /** Waits until it has ended, as it should. */
  void awaitFinished(Duration patience) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(patience);
    String state = state();
    while (!ENDED.contains(state) && Instant.now().isBefore(end)) {
      Thread.sleep(200);
      state = state();
    }
    assertThat(state).as(this::exceptions).isEqualTo("FINISHED");
  }

  private String exceptions() {
    try {
      return rest.get("/jobs/" + id + "/exceptions");
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }

  /** Stops it with a savepoint in a folder, and returns the savepoint. */
  String stopWithSavepoint(Path folder) throws IOException, InterruptedException {
    String body = "{\"targetDirectory\":\"" + folder.toUri() + "\",\"drain\":false}";
    String trigger = FlinkRest.field(rest.post("/jobs/" + id + "/stop", body), "request-id");
    Instant end = Instant.now().plus(PATIENCE);
    String answer = rest.get("/jobs/" + id + "/savepoints/" + trigger);
    while (!answer.contains("COMPLETED")) {
      assertThat(Instant.now()).as(answer).isBefore(end);
      Thread.sleep(100);
      answer = rest.get("/jobs/" + id + "/savepoints/" + trigger);
    }
    assertThat(answer).as(cluster.taskManagerLog()).contains("location");
    return answer.replaceAll(".*\"location\":\"([^\"]*)\".*", "$1");
  }

  /** Ends it. */
  void cancel() throws IOException, InterruptedException {
    rest.get("/jobs/" + id + "/yarn-cancel");
  }
}

package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A streaming job on a cluster whose processes are killed: nothing is lost and nothing is doubled,
 * neither in state nor in files that others see.
 */
final class KillTest {
  private static final int TASK_MANAGERS = 2;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  /** How large a job is, and how fast. */
  private record Load(long records, int perSecond, boolean stableInput) {}

  @Test
  void aShortJobSurvivesOneKill() throws Exception {
    Load load = new Load(150_000, 10_000, true);
    survives("short", load, List.of("hashmap"), killer -> killer.replaceTaskManager(), 1);
  }

  @Test
  @EnabledIfSystemProperty(named = "penstock.tests.all", matches = "true")
  void aJobWithoutStableInputSurvivesOneKill() throws Exception {
    Load load = new Load(150_000, 10_000, false);
    survives("unstable", load, List.of("hashmap"), killer -> killer.replaceTaskManager(), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashmap", "rocksdb"})
  @EnabledIfSystemProperty(named = "penstock.tests.all", matches = "true")
  void aMillionRecordsSurviveFiveKills(String backend) throws Exception {
    Load load = new Load(1_200_000, 20_000, true);
    survives("long", load, List.of(backend), killer -> killer.replaceTaskManager(), 5);
  }

  @Test
  @EnabledIfSystemProperty(named = "penstock.tests.all", matches = "true")
  void aMillionRecordsSurviveTheJobManager() throws Exception {
    Load load = new Load(1_000_000, 20_000, true);
    survives(
        "master",
        load,
        List.of("hashmap", "--high-availability"),
        killer -> killer.replaceJobManager(),
        1);
  }

  /** What happens to the cluster. */
  @FunctionalInterface
  private interface Blow {
    void to(Killer killer) throws Exception;
  }

  /**
   * Runs a job.
   *
   * @param how the state backend, and options of the cluster
   */
  private void survives(String name, Load load, List<String> how, Blow blow, int times)
      throws Exception {
    TrialSink sink = TrialSink.create();
    List<String> options = new ArrayList<>(List.of("--taskmanagers=" + TASK_MANAGERS, "--slots=1"));
    options.addAll(List.of("-Dheartbeat.interval=1000", "-Dheartbeat.timeout=10000"));
    options.addAll(how.subList(1, how.size()));
    try (FlinkCluster cluster =
        FlinkCluster.start(Installation.get(), options.toArray(String[]::new))) {
      Killer killer = new Killer(cluster, random, TASK_MANAGERS);
      TrialJob job = TrialJob.start(cluster, "kills-" + name, options(sink, how.get(0), load));
      for (int i = 0; i < times; i++) {
        job.awaitCheckpoints(1);
        Thread.sleep(random.nextInt(5_000));
        assertThat(job.state()).as("before kill %d, seed %d", i + 1, seed).isEqualTo("RUNNING");
        blow.to(killer);
      }
      job.awaitFinished(Duration.ofMinutes(10));
    }
    sink.check(load.records());
  }

  private static String[] options(TrialSink sink, String backend, Load load) {
    return new String[] {
      "--parallelism=2",
      "--records=" + load.records(),
      "--perSecond=" + load.perSecond(),
      "--stableInput=" + load.stableInput(),
      "--stateBackend=" + backend,
      "--checkpointingInterval=1000",
      "--numberOfExecutionRetries=100",
      "--executionRetryDelay=500",
      "--stateBackendStoragePath=" + sink.checkpoints().toUri(),
      sink.option()
    };
  }
}

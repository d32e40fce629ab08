package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A streaming job whose TaskManagers are killed: nothing is lost and nothing is doubled, neither in
 * state nor in files that others see.
 */
final class KillTest {
  private static final Map<String, String> FAST_TO_NOTICE =
      Map.of("heartbeat.interval", "1000", "heartbeat.timeout", "10000");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void aShortJobSurvivesOneKill() throws Exception {
    survives("hashmap", 150_000, 10_000, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashmap", "rocksdb"})
  @EnabledIfSystemProperty(named = "penstock.tests.all", matches = "true")
  void aMillionRecordsSurviveFiveKills(String backend) throws Exception {
    survives(backend, 1_200_000, 20_000, 5);
  }

  private void survives(String backend, long records, int perSecond, int kills) throws Exception {
    TrialSink sink = TrialSink.create();
    FlinkCluster.Settings settings =
        new FlinkCluster.Settings(2, 1, FAST_TO_NOTICE, RocksDb.jars());
    try (FlinkCluster cluster = FlinkCluster.start(Installation.get(), settings)) {
      TrialJob job =
          TrialJob.start(
              cluster,
              "kills-" + backend,
              "--parallelism=2",
              "--records=" + records,
              "--perSecond=" + perSecond,
              "--stateBackend=" + backend,
              "--checkpointingInterval=1000",
              "--numberOfExecutionRetries=100",
              "--executionRetryDelay=500",
              "--stateBackendStoragePath=" + sink.checkpoints().toUri(),
              sink.option());
      for (int i = 0; i < kills; i++) {
        job.awaitCheckpoints(1);
        Thread.sleep(random.nextInt(5_000));
        assertThat(job.state()).as("before kill %d, seed %d", i + 1, seed).isEqualTo("RUNNING");
        cluster.taskManagers().replaceOne(random);
      }
      job.awaitFinished(Duration.ofMinutes(10));
      assertThat(job.restarts()).isGreaterThanOrEqualTo(kills);
    }
    sink.check(records);
  }
}

package org.penstock.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.core.PenstockPipelineOptions;

final class FlinkSettingsTest {
  private final Path folder;

  FlinkSettingsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Map<String, String> settings(String... arguments) {
    return FlinkSettings.of(
            PipelineOptionsFactory.fromArgs(arguments).as(PenstockPipelineOptions.class))
        .toMap();
  }

  @Test
  void defaultsLeaveTheRestToFlink() {
    assertThat(settings("--jobName=it"))
        .containsOnly(
            Map.entry("pipeline.name", "it"),
            Map.entry("pipeline.object-reuse", "true"),
            Map.entry("pipeline.operator-chaining.enabled", "true"));
  }

  @Test
  void generalOptions() {
    assertThat(
            settings(
                "--parallelism=3",
                "--maxParallelism=12",
                "--operatorChaining=false",
                "--autoWatermarkInterval=50",
                "--latencyTrackingInterval=60"))
        .containsEntry("parallelism.default", "3")
        .containsEntry("pipeline.max-parallelism", "12")
        .containsEntry("pipeline.operator-chaining.enabled", "false")
        .containsEntry("pipeline.auto-watermark-interval", "50 ms")
        .containsEntry("metrics.latency.interval", "60 ms");
  }

  @Test
  void restarts() {
    assertThat(settings("--numberOfExecutionRetries=2"))
        .containsEntry("restart-strategy.type", "fixed-delay")
        .containsEntry("restart-strategy.fixed-delay.attempts", "2")
        .containsEntry("restart-strategy.fixed-delay.delay", "1 s");
    assertThat(settings("--numberOfExecutionRetries=2", "--executionRetryDelay=20"))
        .containsEntry("restart-strategy.fixed-delay.delay", "20 ms");
    assertThat(settings("--numberOfExecutionRetries=0"))
        .containsEntry("restart-strategy.type", "none");
  }

  @Test
  void checkpoints() {
    assertThat(
            settings(
                "--checkpointingInterval=1000",
                "--checkpointingMode=AT_LEAST_ONCE",
                "--checkpointTimeoutMillis=2000",
                "--minPauseBetweenCheckpoints=300",
                "--numConcurrentCheckpoints=2",
                "--tolerableCheckpointFailureNumber=4",
                "--unalignedCheckpointEnabled=true",
                "--externalizedCheckpointsEnabled=true",
                "--retainExternalizedCheckpointsOnCancellation=true"))
        .containsEntry("execution.checkpointing.interval", "1 s")
        .containsEntry("execution.checkpointing.mode", "AT_LEAST_ONCE")
        .containsEntry("execution.checkpointing.timeout", "2 s")
        .containsEntry("execution.checkpointing.min-pause", "300 ms")
        .containsEntry("execution.checkpointing.max-concurrent-checkpoints", "2")
        .containsEntry("execution.checkpointing.tolerable-failed-checkpoints", "4")
        .containsEntry("execution.checkpointing.unaligned.enabled", "true")
        .containsEntry(
            "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
  }

  @Test
  void withoutIntervalThereAreNoCheckpoints() {
    assertThat(settings("--checkpointTimeoutMillis=2000").keySet())
        .noneMatch(key -> key.startsWith("execution.checkpointing"));
  }

  @Test
  void state() {
    assertThat(
            settings(
                "--stateBackend=rocksdb",
                "--stateBackendStoragePath=file:///checkpoints",
                "--savepointPath=file:///savepoint",
                "--allowNonRestoredState=true"))
        .containsEntry("state.backend.type", "rocksdb")
        .containsEntry("execution.checkpointing.storage", "filesystem")
        .containsEntry("execution.checkpointing.dir", "file:///checkpoints")
        .containsEntry("execution.state-recovery.path", "file:///savepoint")
        .containsEntry("execution.state-recovery.ignore-unclaimed-state", "true");
  }

  @Test
  void directoriesAreWhatAllProcessesOfFlinkUnderstand() {
    String here = "file://" + Path.of("").toAbsolutePath();
    assertThat(settings("--stateBackendStoragePath=a b", "--savepointDirectory=c/../d"))
        .containsEntry("execution.checkpointing.dir", here + "/a b")
        .containsEntry("execution.checkpointing.savepoint-dir", here + "/d");
    assertThat(settings("--savepointDirectory=s3://bucket/savepoints"))
        .containsEntry("execution.checkpointing.savepoint-dir", "s3://bucket/savepoints");
    assertThatThrownBy(() -> settings("--savepointDirectory= "))
        .hasMessage("The directory is blank. Give a path or a URI.");
  }

  @Test
  void savepointsOfForStAreInItsOwnFormat() {
    Configuration configuration = Configuration.fromMap(settings("--stateBackend=forst"));
    assertThat(SavepointSettings.of(configuration).format()).isEqualTo(SavepointFormatType.NATIVE);

    configuration = Configuration.fromMap(settings("--stateBackend=rocksdb"));
    assertThat(SavepointSettings.of(configuration))
        .isEqualTo(new SavepointSettings(Optional.empty(), SavepointFormatType.CANONICAL));
    configuration = Configuration.fromMap(settings("--savepointDirectory=/s"));
    assertThat(SavepointSettings.of(configuration))
        .isEqualTo(new SavepointSettings(Optional.of("file:///s"), SavepointFormatType.CANONICAL));
  }

  @Test
  void anUnknownStateBackendIsRefused() {
    assertThatThrownBy(() -> settings("--stateBackend=tape"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--stateBackend takes hashmap, rocksdb or forst, and was tape.");
  }

  @Test
  void optionsWinOverTheConfigurationFile() throws IOException {
    Files.writeString(folder.resolve("config.yaml"), "parallelism.default: 5\nrest.port: 7777\n");

    assertThat(settings("--flinkConfDir=" + folder, "--parallelism=2"))
        .containsEntry("parallelism.default", "2")
        .containsEntry("rest.port", "7777");
  }
}

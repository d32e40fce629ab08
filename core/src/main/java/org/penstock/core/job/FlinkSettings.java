package org.penstock.core.job;

import java.time.Duration;
import java.util.Set;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.penstock.core.PenstockPipelineOptions;

/** What the options mean in Flink's configuration, whatever the path. */
final class FlinkSettings {
  private static final Set<String> STATE_BACKENDS = Set.of("hashmap", "rocksdb", "forst");
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private FlinkSettings() {}

  /**
   * Flink's configuration for a job with these options, upon that of {@code flinkConfDir}.
   *
   * @throws IllegalArgumentException if an option has a value that it does not take
   */
  static Configuration of(PenstockPipelineOptions options) {
    String directory = options.getFlinkConfDir();
    Configuration configuration =
        directory == null ? new Configuration() : GlobalConfiguration.loadConfiguration(directory);
    configuration.set(PipelineOptions.NAME, options.getJobName());
    // Beam forbids to change elements, so Flink need not copy them between chained operators.
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.OPERATOR_CHAINING, options.getOperatorChaining());
    positive(configuration, CoreOptions.DEFAULT_PARALLELISM, options.getParallelism());
    positive(configuration, PipelineOptions.MAX_PARALLELISM, options.getMaxParallelism());
    millis(
        configuration, PipelineOptions.AUTO_WATERMARK_INTERVAL, options.getAutoWatermarkInterval());
    millis(configuration, MetricOptions.LATENCY_INTERVAL, options.getLatencyTrackingInterval());
    restarts(configuration, options);
    checkpoints(configuration, options);
    state(configuration, options);
    return configuration;
  }

  private static void restarts(Configuration configuration, PenstockPipelineOptions options) {
    int retries = options.getNumberOfExecutionRetries();
    if (retries < 0) {
      return;
    }
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY, retries == 0 ? "none" : "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, retries);
    long delay = options.getExecutionRetryDelay();
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY,
        delay < 0 ? RETRY_DELAY : Duration.ofMillis(delay));
  }

  private static void checkpoints(Configuration configuration, PenstockPipelineOptions options) {
    if (options.getCheckpointingInterval() <= 0) {
      return;
    }
    millis(
        configuration,
        CheckpointingOptions.CHECKPOINTING_INTERVAL,
        options.getCheckpointingInterval());
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, options.getCheckpointingMode());
    millis(
        configuration,
        CheckpointingOptions.CHECKPOINTING_TIMEOUT,
        options.getCheckpointTimeoutMillis());
    millis(
        configuration,
        CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS,
        options.getMinPauseBetweenCheckpoints());
    configuration.set(
        CheckpointingOptions.MAX_CONCURRENT_CHECKPOINTS, options.getNumConcurrentCheckpoints());
    configuration.set(
        CheckpointingOptions.TOLERABLE_FAILURE_NUMBER,
        options.getTolerableCheckpointFailureNumber());
    configuration.set(
        CheckpointingOptions.ENABLE_UNALIGNED, options.getUnalignedCheckpointEnabled());
    if (options.isExternalizedCheckpointsEnabled()) {
      configuration.set(
          CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
          options.getRetainExternalizedCheckpointsOnCancellation()
              ? ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION
              : ExternalizedCheckpointRetention.DELETE_ON_CANCELLATION);
    }
  }

  private static void state(Configuration configuration, PenstockPipelineOptions options) {
    String backend = options.getStateBackend();
    if (backend != null) {
      if (!STATE_BACKENDS.contains(backend)) {
        throw new IllegalArgumentException(
            "--stateBackend takes hashmap, rocksdb or forst, and was " + backend + ".");
      }
      configuration.set(StateBackendOptions.STATE_BACKEND, backend);
    }
    String storage = options.getStateBackendStoragePath();
    if (storage != null) {
      configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
      configuration.set(
          CheckpointingOptions.CHECKPOINTS_DIRECTORY, StateDirectory.absolute(storage));
    }
    String savepoints = options.getSavepointDirectory();
    if (savepoints != null) {
      configuration.set(
          CheckpointingOptions.SAVEPOINT_DIRECTORY, StateDirectory.absolute(savepoints));
    }
    String savepoint = options.getSavepointPath();
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      configuration.set(
          StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE,
          options.getAllowNonRestoredState());
    }
  }

  private static void positive(
      Configuration configuration, ConfigOption<Integer> option, int value) {
    if (value > 0) {
      configuration.set(option, value);
    }
  }

  private static void millis(
      Configuration configuration, ConfigOption<Duration> option, long value) {
    if (value > 0) {
      configuration.set(option, Duration.ofMillis(value));
    }
  }
}

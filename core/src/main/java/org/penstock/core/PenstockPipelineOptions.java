package org.penstock.core;

import org.apache.beam.sdk.options.ApplicationNameOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.StreamingOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.jspecify.annotations.Nullable;
import org.penstock.spi.TaskOptions;
import org.penstock.spi.WorkerOptions;

/**
 * The options of the runner. Names are those that users of Beam's own Flink runner know, where the
 * meaning is the same.
 *
 * <p>In numbers, -1 leaves the choice to Flink's configuration unless the description says
 * otherwise. {@code docs/options.md} is made from this interface.
 */
public interface PenstockPipelineOptions
    extends TaskOptions,
        WorkerOptions,
        PipelineOptions,
        ApplicationNameOptions,
        StreamingOptions,
        FileStagingOptions {

  @Description(
      "The translation path: classic-batch, classic-streaming, portable-batch or"
          + " portable-streaming. Chosen from the pipeline where not given.")
  @Nullable String getPath();

  void setPath(@Nullable String value);

  @Description("Print how the pipeline would be translated and why, and run nothing.")
  @Default.Boolean(false)
  boolean isExplain();

  void setExplain(boolean value);

  @Description(
      "Print which transforms of the pipeline match the state in the savepoint that savepointPath"
          + " names, and run nothing.")
  @Default.Boolean(false)
  boolean isCheckSavepoint();

  void setCheckSavepoint(boolean value);

  @Description(
      "Where to run: [local] starts Flink in this JVM, [auto] takes the environment that the"
          + " program was started in (flink run), host:port or an http or https URL is the REST"
          + " address of a cluster.")
  @Default.String("[local]")
  String getFlinkMaster();

  void setFlinkMaster(String value);

  @Description(
      "A directory with Flink's config.yaml, read before the options are applied. Options win.")
  @Nullable String getFlinkConfDir();

  void setFlinkConfDir(@Nullable String value);

  @Description(
      "The parallelism of the job. -1: the number of processors for [local], else Flink's"
          + " configuration.")
  @Default.Integer(-1)
  Integer getParallelism();

  void setParallelism(Integer value);

  @Description(
      "The highest parallelism that the job's state can ever be rescaled to. -1: Flink's choice.")
  @Default.Integer(-1)
  Integer getMaxParallelism();

  void setMaxParallelism(Integer value);

  @Description(
      "Whether run() waits for the end of the job and throws if it failed. If false, run() returns"
          + " as soon as the job is submitted.")
  @Default.Boolean(true)
  boolean isAttachedMode();

  void setAttachedMode(boolean value);

  @Description(
      "The longest time in milliseconds that an attached run may take; then the job is cancelled"
          + " and run() fails. -1: no limit.")
  @Default.Long(-1L)
  Long getJobTimeoutMillis();

  void setJobTimeoutMillis(Long value);

  @Description("Whether Flink chains operators into one task.")
  @Default.Boolean(true)
  Boolean getOperatorChaining();

  void setOperatorChaining(Boolean value);

  @Description(
      "How often a failed job is restarted before it fails for good. -1: Flink's restart strategy.")
  @Default.Integer(-1)
  Integer getNumberOfExecutionRetries();

  void setNumberOfExecutionRetries(Integer value);

  @Description("The pause in milliseconds before a restart. -1: one second.")
  @Default.Long(-1L)
  Long getExecutionRetryDelay();

  void setExecutionRetryDelay(Long value);

  @Description("The time in milliseconds between two checkpoints. -1: no checkpoints.")
  @Default.Long(-1L)
  Long getCheckpointingInterval();

  void setCheckpointingInterval(Long value);

  @Description("What a checkpoint guarantees: EXACTLY_ONCE or AT_LEAST_ONCE.")
  @Default.Enum("EXACTLY_ONCE")
  CheckpointingMode getCheckpointingMode();

  void setCheckpointingMode(CheckpointingMode value);

  @Description("The time in milliseconds after which a checkpoint is given up. -1: ten minutes.")
  @Default.Long(-1L)
  Long getCheckpointTimeoutMillis();

  void setCheckpointTimeoutMillis(Long value);

  @Description(
      "The shortest pause in milliseconds between the end of a checkpoint and the next. -1: none.")
  @Default.Long(-1L)
  Long getMinPauseBetweenCheckpoints();

  void setMinPauseBetweenCheckpoints(Long value);

  @Description("How many checkpoints may be under way at once.")
  @Default.Integer(1)
  Integer getNumConcurrentCheckpoints();

  void setNumConcurrentCheckpoints(Integer value);

  @Description("How many checkpoints may fail in a row before the job fails.")
  @Default.Integer(0)
  Integer getTolerableCheckpointFailureNumber();

  void setTolerableCheckpointFailureNumber(Integer value);

  @Description("Whether checkpoint barriers may overtake data.")
  @Default.Boolean(false)
  Boolean getUnalignedCheckpointEnabled();

  void setUnalignedCheckpointEnabled(Boolean value);

  @Description("Whether checkpoints stay when the job fails, so that a new job can start there.")
  @Default.Boolean(false)
  Boolean isExternalizedCheckpointsEnabled();

  void setExternalizedCheckpointsEnabled(Boolean value);

  @Description(
      "Whether checkpoints stay when the job is cancelled too. Needs"
          + " externalizedCheckpointsEnabled.")
  @Default.Boolean(false)
  Boolean getRetainExternalizedCheckpointsOnCancellation();

  void setRetainExternalizedCheckpointsOnCancellation(Boolean value);

  @Description("Where state lives: hashmap, rocksdb or forst. Flink's configuration if not given.")
  @Nullable String getStateBackend();

  void setStateBackend(@Nullable String value);

  @Description("The directory or URI for checkpoints. Flink's configuration if not given.")
  @Nullable String getStateBackendStoragePath();

  void setStateBackendStoragePath(@Nullable String value);

  @Description(
      "The directory or URI for savepoints that are taken without naming one. Flink's configuration"
          + " if not given.")
  @Nullable String getSavepointDirectory();

  void setSavepointDirectory(@Nullable String value);

  @Description("The savepoint or retained checkpoint to start from.")
  @Nullable String getSavepointPath();

  void setSavepointPath(@Nullable String value);

  @Description("Whether state in the savepoint that the pipeline no longer has is left out.")
  @Default.Boolean(false)
  Boolean getAllowNonRestoredState();

  void setAllowNonRestoredState(Boolean value);

  @Description("The time in milliseconds between two watermarks of a source. -1: Flink's default.")
  @Default.Long(-1L)
  Long getAutoWatermarkInterval();

  void setAutoWatermarkInterval(Long value);

  @Description("The time in milliseconds between two latency markers of a source. 0: none.")
  @Default.Long(0L)
  Long getLatencyTrackingInterval();

  void setLatencyTrackingInterval(Long value);
}

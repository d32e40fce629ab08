package org.penstock.runtime.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.WindowedValueTypeInfo;

/** Runs jobs of one source and a {@link Tally} behind it on a cluster in this process. */
final class Jobs {
  private final MiniCluster cluster;

  Jobs() throws Exception {
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(4)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** What a source is read with: checkpoints every 50 ms. */
  static ReadSettings settings() {
    return new ReadSettings(
        "Read", new SerializablePipelineOptions(PipelineOptionsFactory.create()), 20, true);
  }

  JobID start(StreamingReadSource<Long> source, int parallelism, Tally tally) throws Exception {
    return start(source, parallelism, tally, null);
  }

  JobID start(
      StreamingReadSource<Long> source, int parallelism, Tally tally, @Nullable String savepoint)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 5);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment
        .fromSource(
            source,
            WatermarkStrategy.noWatermarks(),
            "Read",
            new SourceRecordTypeInfo<>(
                new WindowedValueTypeInfo<>(VarLongCoder.of(), GlobalWindow.Coder.INSTANCE)))
        .setParallelism(parallelism)
        .uid("read")
        .flatMap(new Unwrap())
        .returns(Types.LONG)
        .setParallelism(parallelism)
        .uid("unwrap")
        .transform("Tally", Types.LONG, tally)
        .setParallelism(1)
        .uid("tally");
    StreamGraph graph = environment.getStreamGraph();
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
    }
    return cluster.submitJob(graph).get(30, TimeUnit.SECONDS).getJobID();
  }

  /** Waits for the end of the job, which has to be a good one. */
  void finish(JobID job) throws Exception {
    JobResult result = cluster.requestJobResult(job).get(60, TimeUnit.SECONDS);
    result.toJobExecutionResult(Jobs.class.getClassLoader());
  }

  /** Stops the job; returns where its savepoint is. */
  String stop(JobID job, Path directory) throws Exception {
    return cluster
        .stopWithSavepoint(job, directory.toUri().toString(), false, SavepointFormatType.CANONICAL)
        .get(60, TimeUnit.SECONDS);
  }

  void cancel(JobID job) throws Exception {
    cluster.cancelJob(job).get(30, TimeUnit.SECONDS);
    cluster.requestJobResult(job).get(30, TimeUnit.SECONDS);
  }

  void close() throws Exception {
    cluster.close();
  }
}

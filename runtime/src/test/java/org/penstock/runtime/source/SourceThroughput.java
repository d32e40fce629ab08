package org.penstock.runtime.source;

import java.io.PrintStream;
import java.time.Duration;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.penstock.runtime.WindowedValueTypeInfo;

/** Measures a read: run it with the number of records and of rounds. It is no test. */
final class SourceThroughput {
  private static final PrintStream OUT = System.out;

  private SourceThroughput() {}

  public static void main(String[] arguments) throws Exception {
    long count = arguments.length > 0 ? Long.parseLong(arguments[0]) : 50_000_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build());
    cluster.start();
    for (int shards = 1; shards <= 8; shards *= 8) {
      for (int round = 0; round < rounds; round++) {
        long nanos = run(cluster, count, shards);
        OUT.printf("%d splits: %.1f ns a record%n", shards, (double) nanos / count);
      }
    }
    cluster.close();
  }

  private static long run(MiniCluster cluster, long count, int shards) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    ReadSettings settings =
        new ReadSettings(
            "Read", new SerializablePipelineOptions(PipelineOptionsFactory.create()), 200, true);
    environment
        .fromSource(
            StreamingReadSource.unbounded(NumberStream.of("speed", shards, count), settings),
            WatermarkStrategy.noWatermarks(),
            "Read",
            new SourceRecordTypeInfo<>(
                new WindowedValueTypeInfo<>(VarLongCoder.of(), GlobalWindow.Coder.INSTANCE)))
        .sinkTo(new DiscardingSink<>());
    return cluster
        .executeJobBlocking(environment.getStreamGraph().getJobGraph())
        .getNetRuntime(java.util.concurrent.TimeUnit.NANOSECONDS);
  }
}

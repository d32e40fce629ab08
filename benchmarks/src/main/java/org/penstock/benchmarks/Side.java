package org.penstock.benchmarks;

import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.util.construction.Environments;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;

/** Who does the work: with a parallelism of one and object reuse. */
enum Side {
  /** A job written for Flink. */
  NATIVE {
    @Override
    long run(Workload workload, long records) throws Exception {
      Configuration configuration = new Configuration();
      configuration.set(
          ExecutionOptions.RUNTIME_MODE,
          workload.streaming() ? RuntimeExecutionMode.STREAMING : RuntimeExecutionMode.BATCH);
      configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
      configuration.set(PipelineOptions.OBJECT_REUSE, true);
      StreamExecutionEnvironment environment =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      workload.nativeJob(environment, records);
      Long checksum = environment.execute(workload.name()).getAccumulatorResult(Checksum.NAME);
      return checksum;
    }
  },

  /** A Beam pipeline on the classic path, its user code in Flink's tasks. */
  CLASSIC {
    @Override
    long run(Workload workload, long records) {
      return runPipeline(workload, records, options(workload));
    }
  },

  /** The same pipeline on the portable path, its user code in a harness in the same JVM. */
  PORTABLE {
    @Override
    long run(Workload workload, long records) {
      PenstockPipelineOptions options = options(workload);
      options.setPath(workload.streaming() ? "portable-streaming" : "portable-batch");
      options
          .as(PortablePipelineOptions.class)
          .setDefaultEnvironmentType(Environments.ENVIRONMENT_EMBEDDED);
      return runPipeline(workload, records, options);
    }
  };

  /** Runs the job to its end and returns the checksum. */
  abstract long run(Workload workload, long records) throws Exception;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static PenstockPipelineOptions options(Workload workload) {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setFlinkMaster("[auto]");
    options.setParallelism(1);
    options.setJobName(workload.name());
    return options;
  }

  private static long runPipeline(
      Workload workload, long records, PenstockPipelineOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    workload.beamJob(pipeline, records);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return checksum(result);
  }

  private static long checksum(PipelineResult result) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(Checksum.class, Checksum.NAME))
            .build();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }
}

package org.penstock.runtime.streaming;

import java.time.Duration;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;

/** How a job of a streaming path is set up. */
public final class StreamingMode {
  private StreamingMode() {}

  /** Sets what a job in streaming mode needs, and more for a pipeline with test streams. */
  public static void configure(Configuration configuration, RunnerApi.Components components) {
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    if (TestJob.isTestJob(components)) {
      // All its tasks are in one slot then, and so in one JVM.
      configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
      // An event waits until all tasks have seen the one before.
      configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    }
  }
}

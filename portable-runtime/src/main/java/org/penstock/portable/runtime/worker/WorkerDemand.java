package org.penstock.portable.runtime.worker;

import java.util.Objects;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What a stage must say to get its worker.
 *
 * @param jobId the job; workers are never shared between jobs
 * @param environment where the stage runs, as the pipeline says
 * @param subtask the number of the Flink subtask, which spreads over the workers
 * @param options the pipeline's options
 * @param loader the class loader of the user's code, which may bring environments as well
 */
public record WorkerDemand(
    String jobId,
    RunnerApi.Environment environment,
    int subtask,
    PipelineOptions options,
    ClassLoader loader) {
  /** Checks that nothing is null. */
  public WorkerDemand {
    Objects.requireNonNull(jobId, "jobId");
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(loader, "loader");
  }
}

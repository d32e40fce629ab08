package org.penstock.spi;

import java.util.Objects;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What an SDK worker needs in order to start and to find its runner.
 *
 * @param workerId unique among the workers of all TaskManagers, which may share a worker pool; the
 *     worker sends it with each call
 * @param environment the environment to start, its payload included
 * @param endpoints where the worker finds the runner's services; see {@link
 *     EnvironmentProvider#inProcess}
 * @param options the pipeline's options
 */
public record WorkerRequest(
    String workerId,
    RunnerApi.Environment environment,
    Endpoints endpoints,
    PipelineOptions options) {

  /** Checks that nothing is null. */
  public WorkerRequest {
    Objects.requireNonNull(workerId, "workerId");
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(endpoints, "endpoints");
    Objects.requireNonNull(options, "options");
  }

  /**
   * The services of the Fn API that the runner serves to one worker.
   *
   * @param control the control service, which the worker must connect to
   * @param logging takes the worker's log
   * @param artifact hands out staged artifacts
   * @param provision tells the worker its options and the other endpoints
   */
  public record Endpoints(
      ApiServiceDescriptor control,
      ApiServiceDescriptor logging,
      ApiServiceDescriptor artifact,
      ApiServiceDescriptor provision) {

    /** Checks that nothing is null. */
    public Endpoints {
      Objects.requireNonNull(control, "control");
      Objects.requireNonNull(logging, "logging");
      Objects.requireNonNull(artifact, "artifact");
      Objects.requireNonNull(provision, "provision");
    }
  }
}

package org.penstock.environments.process;

import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.Spi;
import org.penstock.spi.WorkerRequest;

/**
 * SDK workers as processes of this machine: the command of the environment's payload, with the
 * arguments that Beam's boot programs take.
 */
public final class ProcessEnvironment implements EnvironmentProvider {
  private static final String URN = BeamUrns.getUrn(StandardEnvironments.Environments.PROCESS);

  /** For {@code ServiceLoader}. */
  public ProcessEnvironment() {}

  @Override
  public String name() {
    return "environments-process";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String urn() {
    return URN;
  }

  @Override
  public SdkWorker start(WorkerRequest request) throws IOException {
    WorkerCommand command = WorkerCommand.of(request.environment());
    return ProcessWorker.start(command, request, Supervision.find(System.getenv("PATH")));
  }
}

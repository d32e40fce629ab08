package org.penstock.environments.external;

import java.io.IOException;
import java.time.Duration;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.Spi;
import org.penstock.spi.WorkerRequest;

/**
 * SDK workers that a worker pool starts, which the environment's payload gives the address of.
 * LOOPBACK is this one: the pool is in the program that submits the pipeline.
 */
public final class ExternalEnvironment implements EnvironmentProvider {
  private static final String URN = BeamUrns.getUrn(StandardEnvironments.Environments.EXTERNAL);

  private final Timeouts timeouts;

  /** For {@code ServiceLoader}. */
  public ExternalEnvironment() {
    // A pool in containers may have to load an image first.
    this(new Timeouts(Duration.ofMinutes(2), Duration.ofSeconds(10)));
  }

  ExternalEnvironment(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /**
   * How long a pool may take to answer.
   *
   * @param start to a request to start a worker
   * @param stop to a request to stop one
   */
  record Timeouts(Duration start, Duration stop) {}

  @Override
  public String name() {
    return "environments-external";
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
  public SdkWorker start(WorkerRequest request) throws IOException, InterruptedException {
    RunnerApi.ExternalPayload payload = payload(request.environment());
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return PooledWorker.start(request, payload, timeouts);
  }

  private static RunnerApi.ExternalPayload payload(RunnerApi.Environment environment) {
    RunnerApi.ExternalPayload payload;
    try {
      payload = RunnerApi.ExternalPayload.parseFrom(environment.getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "The payload of the environment "
              + environment.getUrn()
              + " is no ExternalPayload: "
              + e.getMessage(),
          e);
    }
    if (payload.getEndpoint().getUrl().isBlank()) {
      throw new IllegalArgumentException(
          "The environment "
              + environment.getUrn()
              + " gives no address of a worker pool. Give one, such as"
              + " --environment_config=localhost:50000; with LOOPBACK the program that submits"
              + " the pipeline fills it in.");
    }
    return payload;
  }
}

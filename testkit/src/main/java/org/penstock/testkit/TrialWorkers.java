package org.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.WorkerRequest;

/** Starts the workers of a trial. */
final class TrialWorkers {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 20;

  /** Nobody listens on the port "discard" nowadays. */
  private static final ApiServiceDescriptor NOBODY =
      ApiServiceDescriptor.newBuilder().setUrl("localhost:9").build();

  private final EnvironmentTrial trial;
  private final AtomicInteger ids = new AtomicInteger();

  TrialWorkers(EnvironmentTrial trial) {
    this.trial = trial;
  }

  SdkWorker start(RunnerApi.Environment environment) throws IOException, InterruptedException {
    return trial
        .provider()
        .start(
            new WorkerRequest(
                "trial-" + ids.incrementAndGet(),
                environment,
                new WorkerRequest.Endpoints(NOBODY, NOBODY, NOBODY, NOBODY),
                PipelineOptionsFactory.create()));
  }

  void assertNothingLeft(String when) {
    assertThat(trial.leftovers().get()).as("what workers have left behind %s", when).isEmpty();
  }

  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s within %s", what, PATIENCE).isLessThan(deadline);
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}

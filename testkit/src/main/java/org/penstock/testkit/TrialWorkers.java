package org.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.WorkerRequest;

/** Starts the workers of a trial. */
final class TrialWorkers {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 20;

  private final EnvironmentTrial trial;
  private final AtomicInteger ids = new AtomicInteger();
  private final Set<String> leftBefore;
  private final Queue<TrialWorker> started = new ConcurrentLinkedQueue<>();

  TrialWorkers(EnvironmentTrial trial) {
    this.trial = trial;
    this.leftBefore = Set.copyOf(trial.leftovers().get());
  }

  SdkWorker start(RunnerApi.Environment environment) throws IOException, InterruptedException {
    SdkWorker worker =
        trial
            .provider()
            .start(
                new WorkerRequest(
                    "trial-" + ids.incrementAndGet(),
                    environment,
                    trial.endpoints().apply(environment),
                    PipelineOptionsFactory.create()));
    TrialWorker followed = new TrialWorker(worker);
    started.add(followed);
    return followed;
  }

  /** Closes those that a failed test has not. */
  void closeForgotten() {
    started.stream().filter(worker -> !worker.closed.get()).forEach(TrialWorker::close);
  }

  void assertNothingLeft(String when) {
    assertThat(trial.leftovers().get())
        .as("what workers have left behind %s", when)
        .allMatch(leftBefore::contains);
  }

  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s within %s", what, PATIENCE).isLessThan(deadline);
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** A worker, and whether anybody has closed it. */
  private record TrialWorker(SdkWorker worker, AtomicBoolean closed) implements SdkWorker {
    TrialWorker(SdkWorker worker) {
      this(worker, new AtomicBoolean());
    }

    @Override
    public boolean isAlive() {
      return worker.isAlive();
    }

    @Override
    public String lastOutput() {
      return worker.lastOutput();
    }

    @Override
    public void close() {
      closed.set(true);
      worker.close();
    }
  }
}

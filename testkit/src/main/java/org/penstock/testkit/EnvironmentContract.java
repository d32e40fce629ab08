package org.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.penstock.spi.SdkWorker;

/**
 * What the runner relies on in an {@link org.penstock.spi.EnvironmentProvider}. A plugin's test
 * extends it, and declares by its {@link EnvironmentTrial} what the plugin supports; what it does
 * not support is tried as well.
 */
@Timeout(300)
public abstract class EnvironmentContract {
  private static final int WORKERS_AT_ONCE = 4;
  private static final int LONGEST_OUTPUT = 64 * 1024;

  @SuppressWarnings("NullAway.Init") // before each test
  private EnvironmentTrial trial;

  @SuppressWarnings("NullAway.Init") // before each test
  private TrialWorkers workers;

  /** For subclasses. */
  protected EnvironmentContract() {}

  /** What to try. Called once a test, before it. */
  protected abstract EnvironmentTrial trial();

  @BeforeEach
  final void begin() {
    trial = trial();
    workers = new TrialWorkers(trial);
  }

  @AfterEach
  final void end() {
    workers.closeForgotten();
  }

  @Test
  @DisplayName("module-info and META-INF/services both name the plugin")
  final void isDeclaredTwice() {
    new PluginPromises(trial.provider()).declaredTwice();
  }

  @Test
  @DisplayName("the plugin is a public class with a public constructor")
  final void canBeInstantiated() {
    new PluginPromises(trial.provider()).canBeInstantiated();
  }

  @Test
  @DisplayName("the name is lower case, words joined by hyphens, the URN not blank")
  final void nameAndUrnAreReadable() {
    new PluginPromises(trial.provider()).nameIsReadable();
    assertThat(trial.provider().urn()).as("urn()").isNotBlank();
  }

  @Test
  @DisplayName("the plugin was compiled against this plugin API")
  final void spiVersionIsTheRunningOne() {
    new PluginPromises(trial.provider()).spiVersionIsTheRunningOne();
  }

  @Test
  @DisplayName("the runner finds the plugin and takes it")
  final void isDiscovered() {
    new PluginPromises(trial.provider()).discovered();
  }

  @Test
  @DisplayName("a started worker is alive until it is closed, and then nothing is left of it")
  final void livesUntilClosed() throws Exception {
    SdkWorker worker = workers.start(trial.lasting());
    assertThat(worker.isAlive()).as("isAlive() after the start").isTrue();
    worker.close();
    assertThat(worker.isAlive()).as("isAlive() after close()").isFalse();
    workers.assertNothingLeft("after close()");
  }

  @Test
  @DisplayName("closing twice does nothing")
  final void canBeClosedTwice() throws Exception {
    SdkWorker worker = workers.start(trial.lasting());
    worker.close();
    worker.close();
    assertThat(worker.isAlive()).as("isAlive() after the second close()").isFalse();
    workers.assertNothingLeft("after the second close()");
  }

  @Test
  @DisplayName("a worker that has ended by itself can be closed")
  final void canBeClosedAfterItsEnd() throws Exception {
    SdkWorker worker = workers.start(trial.ending());
    if (trial.supports(EnvironmentFeature.LIVENESS)) {
      workers.await("isAlive() turns false", () -> !worker.isAlive());
    } else {
      assertThat(worker.isAlive()).as("isAlive() without LIVENESS").isTrue();
    }
    worker.close();
    workers.assertNothingLeft("after close() of a worker that had ended");
  }

  @Test
  @DisplayName("the last output is what the worker printed, or empty where none is kept")
  final void keepsTheLastOutput() throws Exception {
    try (SdkWorker worker = workers.start(trial.ending())) {
      if (trial.supports(EnvironmentFeature.LAST_OUTPUT)) {
        if (trial.supports(EnvironmentFeature.LIVENESS)) {
          // It goes into the message of an error at once then.
          workers.await("isAlive() turns false", () -> !worker.isAlive());
          assertThat(worker.lastOutput()).as("lastOutput() then").contains(trial.lastWords());
        }
        workers.await(
            "lastOutput() holds '" + trial.lastWords() + "'",
            () -> worker.lastOutput().contains(trial.lastWords()));
        assertThat(worker.lastOutput().length()).as("its length").isLessThan(LONGEST_OUTPUT);
      } else {
        assertThat(worker.lastOutput()).as("lastOutput() without LAST_OUTPUT").isEmpty();
      }
    }
  }

  @Test
  @DisplayName("the last output can still be read after close()")
  final void outputOutlivesClose() throws Exception {
    SdkWorker worker = workers.start(trial.ending());
    worker.close();
    assertThat(worker.lastOutput()).as("lastOutput() after close()").isNotNull();
  }

  @Test
  @DisplayName("workers are independent of each other")
  final void workersAreIndependent() throws Exception {
    try (SdkWorker stays = workers.start(trial.lasting())) {
      SdkWorker goes = workers.start(trial.lasting());
      goes.close();
      assertThat(goes.isAlive()).as("the closed worker is alive").isFalse();
      assertThat(stays.isAlive()).as("the other worker is alive").isTrue();
    }
    workers.assertNothingLeft("after both were closed");
  }

  @Test
  @DisplayName("several threads can start workers at once")
  final void startsFromManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WORKERS_AT_ONCE);
    List<SdkWorker> started = new ArrayList<>();
    try {
      Callable<SdkWorker> start = () -> workers.start(trial.lasting());
      List<Callable<SdkWorker>> starts = Collections.nCopies(WORKERS_AT_ONCE, start);
      for (Future<SdkWorker> future : threads.invokeAll(starts)) {
        started.add(future.get());
      }
      assertThat(started).allSatisfy(worker -> assertThat(worker.isAlive()).isTrue());
    } finally {
      started.forEach(SdkWorker::close);
      threads.shutdown();
    }
    workers.assertNothingLeft("after all were closed");
  }

  @Test
  @DisplayName("a payload that cannot be read is an IllegalArgumentException")
  final void refusesAMalformedPayload() {
    trial
        .malformed()
        .ifPresent(
            environment -> {
              assertThatIllegalArgumentException()
                  .isThrownBy(() -> workers.start(environment))
                  .satisfies(e -> assertThat(e).message().isNotBlank());
              workers.assertNothingLeft("after a payload was refused");
            });
  }

  @Test
  @DisplayName("a start that fails is an IOException that says why, and leaves nothing behind")
  final void aFailingStartLeavesNothing() {
    trial
        .unstartable()
        .ifPresent(
            environment -> {
              assertThatIOException()
                  .isThrownBy(() -> workers.start(environment))
                  .satisfies(e -> assertThat(e).message().isNotBlank());
              workers.assertNothingLeft("after a start that failed");
            });
  }

  @Test
  @DisplayName("an interrupted start leaves nothing behind")
  final void anInterruptedStartLeavesNothing() throws IOException {
    startInterrupted(trial.lasting());
    workers.assertNothingLeft("after an interrupted start");
  }

  private void startInterrupted(RunnerApi.Environment environment) throws IOException {
    Thread.currentThread().interrupt();
    try {
      // One that does not wait for anything need not notice the interrupt.
      workers.start(environment).close();
    } catch (InterruptedException e) {
      // As promised.
    } finally {
      Thread.interrupted();
    }
  }
}

package org.penstock.core;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.model.pipeline.v1.MetricsApi;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.penstock.core.job.FlinkJob;
import org.penstock.core.job.JobFailure;
import org.penstock.spi.Spi;

/**
 * A pipeline that was submitted. Safe for use by several threads.
 *
 * <p>Metrics are the same attempted and committed: Flink adds up what tasks report, and drops what
 * an attempt reported that failed.
 */
public final class PenstockPipelineResult implements PipelineResult {
  private static final long ANSWER_SECONDS = 30;

  private final String name;
  private final @Nullable FlinkJob job;
  private final CompletableFuture<Outcome> outcome;

  private PenstockPipelineResult(
      String name, @Nullable FlinkJob job, CompletableFuture<Outcome> outcome) {
    this.name = name;
    this.job = job;
    this.outcome = outcome;
  }

  /** How a job ended. */
  private record Outcome(State state, MetricsContainerStepMap steps, @Nullable Throwable failure) {}

  /** The result of a pipeline in which there is nothing to run. */
  static PenstockPipelineResult ofNothing(String name) {
    return new PenstockPipelineResult(
        name,
        null,
        CompletableFuture.completedFuture(new Outcome(State.DONE, stepsOf(Map.of()), null)));
  }

  /** The result of a job; tells the listeners when it ends. */
  static PenstockPipelineResult of(String name, FlinkJob job, JobListeners listeners) {
    ClassLoader loader = PluginCatalog.currentLoader();
    Instant start = Instant.now();
    CompletableFuture<Outcome> outcome =
        job.result()
            .thenApply(PenstockPipelineResult::done)
            .exceptionallyCompose(failure -> failed(name, job, failure, loader))
            .thenApply(
                ended -> {
                  java.time.Duration took = java.time.Duration.between(start, Instant.now());
                  listeners.finished(
                      new JobSummary(name, ended.state(), took, metricsOf(ended.steps())));
                  return ended;
                });
    return new PenstockPipelineResult(name, job, outcome);
  }

  private static Outcome done(JobExecutionResult result) {
    return new Outcome(State.DONE, stepsOf(result.getAllAccumulatorResults()), null);
  }

  private static CompletableFuture<Outcome> failed(
      String name, FlinkJob job, Throwable failure, ClassLoader loader) {
    // Of a job that failed Flink may know nothing any more; then there are no metrics.
    return job.accumulators()
        .exceptionally(unknown -> Map.of())
        .thenApply(PenstockPipelineResult::stepsOf)
        .thenApply(
            steps ->
                JobFailure.isCancellation(failure, loader)
                    ? new Outcome(State.CANCELLED, steps, null)
                    : new Outcome(State.FAILED, steps, JobFailure.of(failure, name, loader)));
  }

  private static MetricsContainerStepMap stepsOf(Map<String, Object> accumulators) {
    return accumulators.get(Spi.METRICS_ACCUMULATOR) instanceof MetricsContainerStepMap map
        ? map
        : new MetricsContainerStepMap();
  }

  private static MetricResults metricsOf(MetricsContainerStepMap steps) {
    return MetricsContainerStepMap.asMetricResults(steps, steps);
  }

  /** Flink's id of the job, 32 hexadecimal digits; empty where nothing had to be run. */
  public Optional<String> jobId() {
    return Optional.ofNullable(job).map(one -> one.id().toHexString());
  }

  @Override
  public State getState() {
    if (job == null || outcome.isDone()) {
      return outcome.join().state();
    }
    try {
      return state(job.status().get(ANSWER_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return State.UNKNOWN;
    } catch (ExecutionException | TimeoutException e) {
      // The job may have ended while it was asked, and with it a local cluster.
      return outcome.isDone() ? outcome.join().state() : State.UNKNOWN;
    }
  }

  private static State state(JobStatus status) {
    return switch (status) {
      case FINISHED -> State.DONE;
      case FAILED -> State.FAILED;
      case CANCELED -> State.CANCELLED;
      case SUSPENDED -> State.STOPPED;
      default -> State.RUNNING;
    };
  }

  /**
   * Cancels the job and waits until it has ended.
   *
   * @return the final state; not {@link State#CANCELLED} if the job had ended before
   */
  @Override
  public State cancel() throws IOException {
    if (job == null || outcome.isDone()) {
      return outcome.join().state();
    }
    try {
      job.cancel().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while cancelling the job " + name, e);
    } catch (ExecutionException | TimeoutException e) {
      if (!outcome.isDone()) {
        throw new IOException("Flink did not take the request to cancel the job " + name, e);
      }
    }
    return outcome.join().state();
  }

  /**
   * Takes a savepoint of the running job, which goes on. Returns when the savepoint is complete.
   *
   * @param directory a path or URI, in which Flink makes a folder; null for that of the option
   *     {@code savepointDirectory} or of Flink's {@code execution.checkpointing.savepoint-dir}
   * @return where the savepoint is, as the option {@code savepointPath} takes it
   * @throws IllegalStateException if no directory is given or configured, the job has ended, or
   *     Flink cannot write the savepoint; the message names the job and says what to do
   */
  public String savepoint(@Nullable String directory) {
    return running("A savepoint").savepoint(directory);
  }

  /**
   * Takes a savepoint and ends the job with it: nothing is processed after it, and what is open,
   * such as windows and timers, is in the savepoint for the job that starts from there. Returns
   * when the job has ended.
   *
   * @param directory as for {@link #savepoint}
   * @return where the savepoint is, as the option {@code savepointPath} takes it
   * @throws IllegalStateException as for {@link #savepoint}; where Flink cannot write the
   *     savepoint, the job goes on
   */
  public String stop(@Nullable String directory) {
    return running("A stop").stop(directory, false);
  }

  /**
   * Ends the job for good: sources stop, time goes to its end, so that all windows and timers fire,
   * and a savepoint is taken of what is left. Returns when the job has ended.
   *
   * @param directory as for {@link #savepoint}
   * @return where the savepoint is; a job that starts from it finds all windows closed
   * @throws IllegalStateException as for {@link #savepoint}; where Flink cannot write the
   *     savepoint, the job goes on or fails, as Flink's restart strategy has it
   */
  public String drain(@Nullable String directory) {
    return running("A drain").stop(directory, true);
  }

  private RunningJob running(String what) {
    if (job == null) {
      throw new IllegalStateException(
          what + " of " + name + " is not possible: the pipeline had nothing to run.");
    }
    return new RunningJob(name, job, outcome.thenApply(Outcome::state));
  }

  /**
   * Waits for the end of the job.
   *
   * @throws AssertionError if an assertion in user code failed
   * @throws org.apache.beam.sdk.Pipeline.PipelineExecutionException if the job failed otherwise; a
   *     {@link FailedStepException} if user code did
   */
  @Override
  public State waitUntilFinish() {
    State state = waitUntilFinish(Duration.ZERO);
    return state == null ? State.UNKNOWN : state;
  }

  /**
   * Waits for the end of the job, at most as long as given; less than a millisecond is forever.
   *
   * @return the final state, or null if the time is over
   * @throws AssertionError if an assertion in user code failed
   * @throws org.apache.beam.sdk.Pipeline.PipelineExecutionException if the job failed otherwise; a
   *     {@link FailedStepException} if user code did
   */
  @Override
  public @Nullable State waitUntilFinish(Duration duration) {
    Outcome ended;
    try {
      ended =
          duration.getMillis() < 1
              ? outcome.get()
              : outcome.get(duration.getMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the job " + name, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The end of the job " + name + " is not known", e);
    }
    if (ended.failure() instanceof Error error) {
      throw error;
    }
    if (ended.failure() instanceof RuntimeException exception) {
      throw exception;
    }
    return ended.state();
  }

  /**
   * The metrics so far; after the end of the job those of its end.
   *
   * @throws IllegalStateException if Flink does not answer
   */
  @Override
  public MetricResults metrics() {
    return metricsOf(steps());
  }

  /**
   * The same as {@link #metrics}, as the Fn API and the Job API have them.
   *
   * @throws IllegalStateException if Flink does not answer
   */
  public List<MetricsApi.MonitoringInfo> monitoringInfos() {
    List<MetricsApi.MonitoringInfo> infos = new ArrayList<>();
    steps().getMonitoringInfos().forEach(infos::add);
    return infos;
  }

  private MetricsContainerStepMap steps() {
    if (job == null || outcome.isDone()) {
      return outcome.join().steps();
    }
    try {
      return stepsOf(job.accumulators().get(ANSWER_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking for the metrics of " + name, e);
    } catch (ExecutionException | TimeoutException e) {
      if (outcome.isDone()) {
        return outcome.join().steps();
      }
      throw new IllegalStateException("Flink does not tell the metrics of the job " + name, e);
    }
  }
}

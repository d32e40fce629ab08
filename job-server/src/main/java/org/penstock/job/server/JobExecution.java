package org.penstock.job.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.sdk.PipelineResult;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.penstock.core.PenstockPipelineResult;
import org.penstock.core.PenstockRunner;
import org.penstock.core.PluginCatalog;
import org.penstock.job.server.packed.PackedJar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs, each on a thread of its own that waits for the job's end. */
final class JobExecution {
  private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);

  private final PluginCatalog plugins;
  private final Executor executor;
  private final WorkerLogLevel workerLogs;

  JobExecution(PluginCatalog plugins, Executor executor, WorkerLogLevel workerLogs) {
    this.plugins = plugins;
    this.executor = executor;
    this.workerLogs = workerLogs;
  }

  /**
   * Runs a job that was invoked.
   *
   * @param ended is called after the job's last state
   */
  void start(Job job, Runnable ended) {
    executor.execute(
        () -> {
          try {
            run(job);
          } finally {
            ended.run();
          }
        });
  }

  /** Asks a job to end; does not wait for it. */
  void cancel(Job job) {
    PenstockPipelineResult running = job.cancel();
    if (running != null) {
      executor.execute(() -> job.cancel(running));
    }
  }

  private void run(Job job) {
    try {
      if (job.isCancelling()) {
        job.end(JobState.Enum.CANCELLED);
        return;
      }
      Path target = JobPacking.target(job.options());
      if (target != null) {
        write(job, target);
        return;
      }
      PenstockPipelineResult running =
          PenstockRunner.of(job.options(), plugins).submit(job.pipeline());
      if (!job.accepted(running)) {
        // Cancelled while it was submitted.
        executor.execute(() -> job.cancel(running));
      }
      job.message(
          MessageImportance.JOB_MESSAGE_BASIC,
          running.jobId().map(id -> "Runs as the Flink job " + id + ".").orElse("Nothing to run."));
      PipelineResult.State last = awaitAndListen(job, running);
      JobState.Enum state = state(last);
      if (state == JobState.Enum.FAILED) {
        job.message(
            MessageImportance.JOB_MESSAGE_ERROR, "Flink has left the job in the state " + last);
      }
      job.end(state);
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is, the job has to end: its clients wait for that.
      failed(job, e);
    }
  }

  private static void write(Job job, Path target) throws IOException {
    JobPacking.write(job, PackedJar.runner(), target);
    job.message(
        MessageImportance.JOB_MESSAGE_BASIC,
        "Nothing was run: java -jar " + target.toAbsolutePath() + " does it.");
    job.end(JobState.Enum.DONE);
  }

  /** What is said after the end, such as why a job failed, comes after all that workers say. */
  private PipelineResult.State awaitAndListen(Job job, PenstockPipelineResult running) {
    try (WorkerMessages messages = new WorkerMessages(job, workerLogs, executor)) {
      running.jobId().ifPresent(messages::listen);
      return await(job, running);
    }
  }

  private PipelineResult.State await(Job job, PenstockPipelineResult running) {
    long limit = job.options().getJobTimeoutMillis();
    PipelineResult.@Nullable State last =
        running.waitUntilFinish(Duration.millis(Math.max(0, limit)));
    if (last != null) {
      return last;
    }
    job.message(
        MessageImportance.JOB_MESSAGE_ERROR,
        "The job is cancelled, for it did not end within " + limit + " ms (--jobTimeoutMillis).");
    cancel(job);
    return running.waitUntilFinish();
  }

  private static void failed(Job job, Throwable failure) {
    LOG.info("The job {} failed", job.id(), failure);
    if (job.isCancelling()) {
      job.message(MessageImportance.JOB_MESSAGE_WARNING, FailureText.of(failure));
      job.end(JobState.Enum.CANCELLED);
      return;
    }
    job.message(MessageImportance.JOB_MESSAGE_ERROR, FailureText.of(failure));
    job.end(JobState.Enum.FAILED);
  }

  private static JobState.Enum state(PipelineResult.State state) {
    return switch (state) {
      case DONE -> JobState.Enum.DONE;
      case CANCELLED -> JobState.Enum.CANCELLED;
      default -> JobState.Enum.FAILED;
    };
  }
}

package org.penstock.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.beam.sdk.PipelineResult.State;
import org.jspecify.annotations.Nullable;
import org.penstock.core.job.FlinkJob;
import org.penstock.core.job.JobFailure;
import org.penstock.core.job.StateDirectory;

/**
 * Savepoints of a job.
 *
 * @param name the job's name
 * @param job the job
 * @param end done when the job has ended, with its last state
 */
record RunningJob(String name, FlinkJob job, CompletableFuture<State> end) {
  /** See {@link PenstockPipelineResult#savepoint}. */
  String savepoint(@Nullable String directory) {
    return await("A savepoint of the job " + name, directory, job::savepoint);
  }

  /** See {@link PenstockPipelineResult#stop} and {@link PenstockPipelineResult#drain}. */
  String stop(@Nullable String directory, boolean drain) {
    String what = (drain ? "A drain of the job " : "A stop of the job ") + name;
    String path = await(what, directory, target -> job.stop(target, drain));
    get(what, end);
    return path;
  }

  private String await(
      String what, @Nullable String given, Function<String, CompletableFuture<String>> request) {
    if (end.isDone()) {
      throw new IllegalStateException(
          what + " is not possible: it has ended, and is " + end.join() + ".");
    }
    return get(what, request.apply(directory(what, given)));
  }

  private String directory(String what, @Nullable String given) {
    if (given != null) {
      return StateDirectory.absolute(given);
    }
    return job.savepointDirectory()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    what
                        + " needs a directory, and none is configured. Pass one, or run the"
                        + " pipeline with --savepointDirectory=DIR, or with Flink's"
                        + " execution.checkpointing.savepoint-dir."));
  }

  private static <T> T get(String what, CompletableFuture<T> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(what + " was not waited for: interrupted.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          what + " failed: " + JobFailure.rootMessage(e) + ". The job's log has the whole failure.",
          e);
    }
  }
}

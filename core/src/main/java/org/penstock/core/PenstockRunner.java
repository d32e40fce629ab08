package org.penstock.core;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsValidator;
import org.joda.time.Duration;
import org.penstock.core.job.FlinkJob;
import org.penstock.core.job.JobSubmission;
import org.penstock.core.job.SavepointContent;
import org.penstock.core.plan.JavaPipeline;
import org.penstock.core.plan.JobPlanner;
import org.penstock.core.plan.PlannedJob;
import org.penstock.core.plan.UserCode;
import org.penstock.spi.TranslationPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs Beam pipelines as Flink jobs. */
public final class PenstockRunner extends PipelineRunner<PipelineResult> {
  private static final Logger LOG = LoggerFactory.getLogger(PenstockRunner.class);

  private final PenstockPipelineOptions options;
  // Asked when a pipeline is run: Beam makes a runner for each Pipeline.create, too.
  private final Supplier<PluginCatalog> plugins;

  private PenstockRunner(PipelineOptions options, Supplier<PluginCatalog> plugins) {
    // Without it Beam looks for a default runner, and fails where there is none.
    options.setRunner(PenstockRunner.class);
    this.options = PipelineOptionsValidator.validate(PenstockPipelineOptions.class, options);
    this.plugins = plugins;
  }

  /**
   * A runner with the plugins and listeners that the thread sees which runs a pipeline. Beam calls
   * this.
   *
   * @throws IllegalArgumentException if a required option is missing
   */
  public static PenstockRunner fromOptions(PipelineOptions options) {
    return new PenstockRunner(options, PluginCatalog::ofCurrentThread);
  }

  /**
   * A runner with these plugins.
   *
   * @throws IllegalArgumentException if a required option is missing
   */
  public static PenstockRunner of(PipelineOptions options, PluginCatalog plugins) {
    return new PenstockRunner(options, () -> plugins);
  }

  /**
   * Runs a pipeline. Waits for its end unless the option {@code attachedMode} is false.
   *
   * @throws PipelineRefusedException if the pipeline cannot be run here; nothing was submitted
   * @throws NoSavepointException if a savepoint is to be checked, and there is none
   * @throws AssertionError if an assertion in user code failed
   * @throws PipelineExecutionException if the job failed; a {@link FailedStepException} if user
   *     code did
   */
  @Override
  public PipelineResult run(Pipeline pipeline) {
    // Without it Beam's tests do not ask whether their assertions have run at all.
    MetricsEnvironment.setMetricsSupported(true);
    PenstockPipelineResult result = submit(JavaPipeline.toProto(pipeline, options), UserCode.HERE);
    if (options.isAttachedMode()) {
      await(result);
    }
    return result;
  }

  /**
   * Runs a pipeline of any SDK that was built elsewhere: its user code runs in SDK harnesses,
   * unless the option {@code path} says that this JVM has its classes. Returns as soon as Flink has
   * accepted the job, whatever the option {@code attachedMode} says; how the job ends is for the
   * result to tell.
   *
   * @throws PipelineRefusedException if the pipeline cannot be run here; nothing was submitted
   * @throws JobSubmissionException if Flink cannot be reached, or does not take the job
   * @throws IllegalArgumentException if the pipeline or an option is broken
   */
  public PenstockPipelineResult submit(RunnerApi.Pipeline pipeline) {
    return submit(pipeline, UserCode.IN_WORKERS);
  }

  private PenstockPipelineResult submit(RunnerApi.Pipeline pipeline, UserCode code) {
    if (options.isCheckSavepoint()) {
      return checkSavepoint(pipeline, code);
    }
    PlannedJob planned = plan(pipeline, code);
    if (options.isExplain()) {
      System.out.print(Explanation.of(planned).toText());
      return PenstockPipelineResult.ofNothing(options.getJobName());
    }
    refuseUnsupported(planned);
    JobListeners listeners = JobListeners.discover(PluginCatalog.currentLoader());
    listeners.planned(() -> Explanation.of(planned));
    return planned.isEmpty()
        ? PenstockPipelineResult.ofNothing(options.getJobName())
        : start(planned, listeners);
  }

  private static void refuseUnsupported(PlannedJob planned) {
    if (!planned.unsupported().isEmpty()) {
      throw new PipelineRefusedException(planned.unsupported(), planned.plugins());
    }
  }

  private PenstockPipelineResult checkSavepoint(RunnerApi.Pipeline pipeline, UserCode code) {
    SavepointContent savepoint = SavepointContent.of(options);
    PlannedJob planned = plan(pipeline, code);
    TranslationPath path = planned.choice().path();
    if (!path.streaming()) {
      throw new PipelineRefusedException(
          String.format(
              "Only streaming jobs have savepoints, and this pipeline is a batch job (%s): %s Run it"
                  + " with --streaming=true if the savepoint is that of a streaming job.",
              path, String.join(" ", planned.choice().reasons())));
    }
    refuseUnsupported(planned);
    SavepointMatch match = savepoint.match(planned.environment());
    System.out.print(match.toText());
    JobListeners.discover(PluginCatalog.currentLoader()).checked(match);
    return PenstockPipelineResult.ofNothing(options.getJobName());
  }

  /** Explains a pipeline without running it. */
  Explanation explain(Pipeline pipeline) {
    return Explanation.of(plan(JavaPipeline.toProto(pipeline, options), UserCode.HERE));
  }

  private PlannedJob plan(RunnerApi.Pipeline pipeline, UserCode code) {
    return new JobPlanner(options, plugins.get()).plan(pipeline, code);
  }

  private PenstockPipelineResult start(PlannedJob planned, JobListeners listeners) {
    String name = options.getJobName();
    FlinkJob job = JobSubmission.submit(planned.environment(), options);
    SubmittedJob submitted =
        new SubmittedJob(name, job.id().toHexString(), job.restAddress(), planned.choice().path());
    LOG.info("Submitted {}", submitted);
    listeners.submitted(submitted);
    return PenstockPipelineResult.of(name, job, listeners);
  }

  private void await(PenstockPipelineResult result) {
    long limit = options.getJobTimeoutMillis();
    try {
      if (result.waitUntilFinish(Duration.millis(Math.max(0, limit))) != null) {
        return;
      }
    } catch (IllegalStateException e) {
      // Interrupted: nobody waits for the job any more.
      cancel(result);
      throw e;
    }
    cancel(result);
    throw new PipelineExecutionException(
        new TimeoutException(
            String.format(
                "The job %s was cancelled, for it did not end within %d ms (--jobTimeoutMillis).",
                options.getJobName(), limit)));
  }

  private static void cancel(PenstockPipelineResult result) {
    try {
      result.cancel();
    } catch (IOException e) {
      LOG.warn("A job that nobody waits for could not be cancelled", e);
    }
  }
}

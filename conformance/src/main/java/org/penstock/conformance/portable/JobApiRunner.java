package org.penstock.conformance.portable;

import java.io.IOException;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.util.construction.Environments;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.UnconsumedReads;

/**
 * Runs pipelines over the Job API, on the job server of this JVM, and waits for their end. Java
 * user code runs in the embedded environment.
 */
public final class JobApiRunner extends PipelineRunner<PipelineResult> {
  private final PipelineOptions options;

  private JobApiRunner(PipelineOptions options) {
    this.options = options;
  }

  /** Called by Beam. */
  public static JobApiRunner fromOptions(PipelineOptions options) {
    return new JobApiRunner(options);
  }

  /**
   * Runs a pipeline.
   *
   * @throws AssertionError if an assertion in user code failed
   * @throws Pipeline.PipelineExecutionException if the job failed otherwise, with what the job's
   *     messages say
   */
  @Override
  public PipelineResult run(Pipeline pipeline) {
    // Without it Beam's tests do not ask whether their assertions have run at all.
    MetricsEnvironment.setMetricsSupported(true);
    PortablePipelineOptions portable = options.as(PortablePipelineOptions.class);
    portable.setDefaultEnvironmentType(Environments.ENVIRONMENT_EMBEDDED);
    SharedJobServer server = SharedJobServer.get();
    try {
      // An embedded worker needs no artifacts, and staging is a part of what is tested.
      portable.setFilesToStage(List.of(server.artifact().toString()));
      UnconsumedReads.ensureAllReadsConsumed(pipeline);
      RunnerApi.Pipeline proto =
          PipelineTranslation.toProto(pipeline, SdkComponents.create(options));
      return server.client().run(proto, options);
    } catch (IOException e) {
      throw new Pipeline.PipelineExecutionException(e);
    }
  }
}

package org.penstock.portable.streaming;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;

/** Pipelines whose user code runs in Beam's Java harness, on an embedded cluster of two slots. */
final class PortableRuns {
  private PortableRuns() {}

  static PenstockPipelineOptions options() {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setFlinkMaster("[local]");
    options.setPath("portable-streaming");
    options.setParallelism(2);
    options.as(ExperimentalOptions.class).setExperiments(List.of("beam_fn_api"));
    options.as(PortablePipelineOptions.class).setDefaultEnvironmentType("EMBEDDED");
    return options;
  }

  /** With checkpoints, and attempts after failures; returns when the job has started. */
  static PenstockPipelineOptions checkpointing() {
    PenstockPipelineOptions options = options();
    options.setCheckpointingInterval(100L);
    options.setNumberOfExecutionRetries(3);
    options.setExecutionRetryDelay(10L);
    options.setAttachedMode(false);
    return options;
  }

  static Pipeline pipeline() {
    return Pipeline.create(options());
  }
}

package org.penstock.classic.streaming;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;

/** Pipelines in streaming mode, on an embedded cluster of two slots. */
final class StreamingRuns {
  private StreamingRuns() {}

  static PenstockPipelineOptions options() {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setFlinkMaster("[local]");
    options.setPath("classic-streaming");
    options.setParallelism(2);
    return options;
  }

  static Pipeline pipeline() {
    return Pipeline.create(options());
  }
}

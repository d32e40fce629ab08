package org.penstock.classic.batch;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;

/** Pipelines that run on an embedded cluster of two slots. */
final class Runs {
  private Runs() {}

  static PenstockPipelineOptions options() {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setFlinkMaster("[local]");
    options.setParallelism(2);
    return options;
  }

  static Pipeline pipeline() {
    return Pipeline.create(options());
  }
}

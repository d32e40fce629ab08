package org.penstock.runtime;

import org.apache.beam.model.pipeline.v1.RunnerApi;

/**
 * How a translation path reads the coders and windowing strategies of a pipeline. A path that runs
 * Java user code reads the coders as they are ({@link PipelineComponents#of}); one that runs user
 * code in SDK workers leaves as bytes what only an SDK understands.
 */
@FunctionalInterface
public interface ComponentsReader {
  /**
   * Reads the components of a pipeline; nothing is decoded before it is asked for.
   *
   * @throws IllegalArgumentException if the path cannot read them
   */
  PipelineComponents read(RunnerApi.Components components);
}

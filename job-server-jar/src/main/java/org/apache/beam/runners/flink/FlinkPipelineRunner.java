package org.apache.beam.runners.flink;

import org.penstock.job.server.PackedPipelineCommand;

/**
 * The main class of a jar with a pipeline in it. Beam's SDKs name it when they upload such a jar to
 * a cluster, so it has to have this name; there is nothing else of Beam's Flink runner in it.
 */
public final class FlinkPipelineRunner {
  private FlinkPipelineRunner() {}

  /** Runs the pipeline: see {@link PackedPipelineCommand#main}. */
  public static void main(String[] arguments) {
    PackedPipelineCommand.main(arguments);
  }
}

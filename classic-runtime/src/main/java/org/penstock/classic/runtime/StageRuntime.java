package org.penstock.classic.runtime;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.TaskMetrics;

/**
 * What a stage has around it in its task.
 *
 * @param options the pipeline's options
 * @param metrics the metrics of the task
 * @param outputs what takes the elements of {@link StageSpec#outputs()}, in the same order
 * @param sideInputs the stage's side inputs
 * @param keyed state and timers of the stage's root; null where it is not keyed
 * @param restrictions how the host wants restrictions processed that the stage's root processes;
 *     null where each call of a splittable DoFn may go on as long as it likes, and what is left is
 *     kept in memory
 */
public record StageRuntime(
    PipelineOptions options,
    TaskMetrics metrics,
    List<Receiver<?>> outputs,
    SideInputs sideInputs,
    @Nullable KeyedRuntime keyed,
    @Nullable RestrictionRuntime restrictions) {
  /** Copies the list. */
  public StageRuntime {
    outputs = List.copyOf(outputs);
  }

  /** Without wishes on how restrictions are processed. */
  public StageRuntime(
      PipelineOptions options,
      TaskMetrics metrics,
      List<Receiver<?>> outputs,
      SideInputs sideInputs,
      @Nullable KeyedRuntime keyed) {
    this(options, metrics, outputs, sideInputs, keyed, null);
  }
}

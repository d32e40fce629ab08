package org.penstock.classic.batch;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.util.Collector;
import org.penstock.classic.runtime.SideInputs;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.sort.SorterSettings;

/**
 * What a processor has around it in its task.
 *
 * @param options the pipeline's options
 * @param metrics the metrics of the task
 * @param outputs the operator's outputs, the main one first
 * @param sideInputs complete before the first element comes
 * @param sorting memory and folders for sorting; only for processors that asked for memory
 * @param spilling a little memory and folders for what does not fit on the heap
 * @param canceled whether the task was canceled, for loops that go on for long
 */
record ProcessorContext(
    PipelineOptions options,
    TaskMetrics metrics,
    List<Collector<?>> outputs,
    SideInputs sideInputs,
    Supplier<SorterSettings> sorting,
    Supplier<SorterSettings> spilling,
    BooleanSupplier canceled) {

  /** The main output. */
  @SuppressWarnings("unchecked") // the translator gave the operator just this output type
  <T> Collector<T> output() {
    return (Collector<T>) outputs.get(0);
  }
}

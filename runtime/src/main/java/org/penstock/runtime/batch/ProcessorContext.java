package org.penstock.runtime.batch;

import java.util.List;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.util.Collector;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.TaskWindowFn;
import org.penstock.runtime.sideinput.SideInputStore;
import org.penstock.runtime.sort.SorterSettings;

/**
 * What a processor has around it in its task.
 *
 * @param options the pipeline's options
 * @param task the task itself
 * @param metrics the metrics of the task
 * @param outputs the operator's outputs, the main one first; for the task's thread alone
 * @param sideInputs in the order they were added to the operator, none where it has none; complete
 *     before the first element comes, and closed by the operator
 * @param sorting memory and folders for sorting; only for processors that asked for memory
 * @param spilling a little memory and folders for what does not fit on the heap
 */
public record ProcessorContext(
    PipelineOptions options,
    ProcessorTask task,
    TaskMetrics metrics,
    List<Collector<?>> outputs,
    SideInputStore sideInputs,
    Supplier<SorterSettings> sorting,
    Supplier<SorterSettings> spilling) {
  /** Copies the list. */
  public ProcessorContext {
    outputs = List.copyOf(outputs);
  }

  /** The main output. */
  @SuppressWarnings("unchecked") // the translator gave the operator just this output type
  public <T> Collector<T> output() {
    return (Collector<T>) outputs.get(0);
  }

  /** What window functions may want. */
  TaskWindowFn.Task forWindows() {
    return new TaskWindowFn.Task(task.runtime(), options, metrics);
  }

  /** Whether the task was canceled, for loops that go on for long. */
  public boolean isCanceled() {
    return task.canceled().getAsBoolean();
  }
}

package org.penstock.runtime;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * A window function that cannot merge windows by itself, but by means that a task has, such as a
 * worker of the pipeline's SDK.
 */
public interface TaskWindowFn {
  /**
   * The task that merges.
   *
   * @param runtime Flink's own: the job, the task and the user's class loader
   * @param options the pipeline's options
   * @param metrics the metrics of the task
   */
  record Task(RuntimeContext runtime, PipelineOptions options, TaskMetrics metrics) {}

  /**
   * The same function with the means of a task.
   *
   * @param windowFn merges windows; for the task's thread alone
   * @param closing gives back what it has
   */
  record InTask<W extends BoundedWindow>(WindowFn<?, W> windowFn, Runnable closing)
      implements AutoCloseable {
    /** That strategy with this function. */
    @SuppressWarnings("unchecked") // a strategy does not look into the elements of its function
    public WindowingStrategy<?, W> in(WindowingStrategy<?, W> strategy) {
      return ((WindowingStrategy<Object, W>) strategy).withWindowFn((WindowFn<Object, W>) windowFn);
    }

    /** Gives back what the function has; closing twice does nothing. */
    @Override
    public void close() {
      closing.run();
    }
  }

  /** Gives the function the means of a task; what takes long is left until windows merge. */
  InTask<BoundedWindow> in(Task task);

  /** Any window function, ready for a task, to be closed with it. */
  @SuppressWarnings("unchecked") // its windows are of the kind of the function
  static <W extends BoundedWindow> InTask<W> open(WindowFn<?, W> windowFn, Task task) {
    return windowFn instanceof TaskWindowFn needy
        ? (InTask<W>) needy.in(task)
        : new InTask<>(windowFn, () -> {});
  }
}

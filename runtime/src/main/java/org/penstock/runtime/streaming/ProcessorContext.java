package org.penstock.runtime.streaming;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.state.WatermarkHolds;

/**
 * What a processor has around it in its task. All of it is for the task's thread alone, but for
 * {@link #mailbox}, which takes what other threads want the task's thread to do.
 */
public interface ProcessorContext {
  /** The pipeline's options. */
  PipelineOptions options();

  /** The metrics of the task. */
  TaskMetrics metrics();

  /** Takes the elements of each output, the main one first; within a bundle only. */
  List<Collector<?>> outputs();

  /** What keeps back the output watermark. */
  WatermarkHolds holds();

  /** State that belongs to no key; what a checkpoint has is there when the processor is made. */
  OperatorStateStore operatorState();

  /** State and timers by key; null where the input is not partitioned by key. */
  @Nullable KeyedContext keyed();

  /** Tells the processing time. */
  Clock clock();

  /** Whether a test stream says what processing time it is, and not the machine. */
  default boolean timeIsVirtual() {
    return false;
  }

  /** Has the task's thread do something between two inputs, or while it yields. */
  MailboxExecutor mailbox();

  /** Flink's own: the job, the task and the user's class loader. */
  RuntimeContext runtimeContext();

  /** The main output. */
  @SuppressWarnings("unchecked") // the translator gave the operator just this output type
  default <T> Collector<T> output() {
    return (Collector<T>) outputs().get(0);
  }

  /**
   * Keyed state, of an operator that has it.
   *
   * @throws IllegalStateException if the input is not partitioned by key
   */
  default KeyedContext keyedState() {
    KeyedContext keyed = keyed();
    if (keyed == null) {
      throw new IllegalStateException("The input of this operator is not partitioned by key");
    }
    return keyed;
  }

  /** How many milliseconds a bundle may stay open. */
  default long maxBundleMillis() {
    return BundleLimits.maxMillis(options());
  }
}

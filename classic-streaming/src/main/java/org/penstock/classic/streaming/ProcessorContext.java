package org.penstock.classic.streaming;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.state.WatermarkHolds;

/**
 * What a processor has around it in its task.
 *
 * @param options the pipeline's options
 * @param metrics the metrics of the task
 * @param outputs takes the elements of each output, the main one first
 * @param holds what keeps back the output watermark
 * @param operatorState state that belongs to no key
 * @param keyed state and timers by key; null where the input is not partitioned by key
 * @param clock tells the processing time
 * @param checkpointing whether the job takes checkpoints
 * @param test the task in a job with test streams; null in all others
 */
record ProcessorContext(
    PipelineOptions options,
    TaskMetrics metrics,
    List<Collector<?>> outputs,
    WatermarkHolds holds,
    OperatorStateStore operatorState,
    @Nullable KeyedContext keyed,
    Clock clock,
    boolean checkpointing,
    @Nullable TestTask<?> test) {

  ProcessorContext {
    outputs = List.copyOf(outputs);
  }

  /** The main output. */
  @SuppressWarnings("unchecked") // the translator gave the operator just this output type
  <T> Collector<T> output() {
    return (Collector<T>) outputs.get(0);
  }

  /** Keyed state, of an operator that has it. */
  KeyedContext keyedState() {
    if (keyed == null) {
      throw new IllegalStateException("The input of this operator is not partitioned by key");
    }
    return keyed;
  }
}

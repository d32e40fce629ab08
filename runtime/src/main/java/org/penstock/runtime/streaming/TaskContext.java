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
 * What a processor that is hosted by an operator of ours has around it.
 *
 * @param test the task in a job with test streams; null in all others
 */
record TaskContext(
    PipelineOptions options,
    TaskMetrics metrics,
    List<Collector<?>> outputs,
    WatermarkHolds holds,
    OperatorStateStore operatorState,
    @Nullable KeyedContext keyed,
    Clock clock,
    MailboxExecutor mailbox,
    RuntimeContext runtimeContext,
    @Nullable TestTask<?> test)
    implements ProcessorContext {
  TaskContext {
    outputs = List.copyOf(outputs);
  }

  @Override
  public boolean timeIsVirtual() {
    return test != null;
  }
}

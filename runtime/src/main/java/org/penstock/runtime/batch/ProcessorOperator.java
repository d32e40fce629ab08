package org.penstock.runtime.batch;

import java.util.List;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.StreamTask;
import org.penstock.runtime.OperatorOutputs;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.sideinput.SideInputSpace;
import org.penstock.runtime.sideinput.SideInputStore;

/** Hosts a processor that has no side inputs. */
final class ProcessorOperator<InputT, OutputT> extends AbstractStreamOperator<OutputT>
    implements OneInputStreamOperator<InputT, OutputT>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final ProcessorSpec<InputT> spec;
  private final transient OperatorResources resources;
  private final transient MailboxExecutor mailbox;

  @SuppressWarnings("NullAway.Init") // made in open
  private transient Processor<InputT> processor;

  private ProcessorOperator(
      ProcessorSpec<InputT> spec, StreamOperatorParameters<OutputT> parameters) {
    this.spec = spec;
    setup(parameters.getContainingTask(), parameters.getStreamConfig(), parameters.getOutput());
    this.resources =
        new OperatorResources(parameters.getContainingTask(), parameters.getStreamConfig());
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void open() throws Exception {
    super.open();
    StreamTask<?, ?> task = getContainingTask();
    processor =
        spec.processor()
            .create(
                new ProcessorContext(
                    spec.options().get(),
                    new ProcessorTask(getRuntimeContext(), mailbox, task::isCanceled),
                    TaskMetrics.of(getRuntimeContext(), getMetricGroup()),
                    OperatorOutputs.of(output, spec.sideOutputs()),
                    new SideInputStore(List.of(), new SideInputSpace(0, resources::spilling)),
                    resources::sorting,
                    resources::spilling));
  }

  @Override
  public void processElement(StreamRecord<InputT> record) throws Exception {
    processor.process(record.getValue());
  }

  @Override
  public void endInput() throws Exception {
    processor.endInput();
  }

  @Override
  public void close() throws Exception {
    try {
      if (processor != null) {
        processor.close();
      }
    } finally {
      resources.close();
      super.close();
    }
  }

  /** Makes the operator in its task. */
  static final class Factory<InputT, OutputT> extends AbstractStreamOperatorFactory<OutputT>
      implements OneInputStreamOperatorFactory<InputT, OutputT> {
    private static final long serialVersionUID = 1L;

    private final ProcessorSpec<InputT> spec;

    Factory(ProcessorSpec<InputT> spec) {
      this.spec = spec;
    }

    @Override
    @SuppressWarnings("unchecked") // Flink's contract
    public <T extends StreamOperator<OutputT>> T createStreamOperator(
        StreamOperatorParameters<OutputT> parameters) {
      return (T) new ProcessorOperator<>(spec, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes") // Flink's contract
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return ProcessorOperator.class;
    }
  }
}

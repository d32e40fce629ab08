package org.penstock.runtime.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.tasks.StreamTask;
import org.penstock.runtime.OperatorOutputs;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.sideinput.SideInputSpace;
import org.penstock.runtime.sideinput.SideInputStore;

/**
 * Hosts a processor that has side inputs: reads all of them to their end, then the main input,
 * which is the first.
 */
final class SideInputProcessorOperator<InputT, OutputT> extends AbstractStreamOperatorV2<OutputT>
    implements MultipleInputStreamOperator<OutputT>, BoundedMultiInput, InputSelectable {
  private static final long serialVersionUID = 1L;
  private static final int MAIN = 1;

  /**
   * A side input may take this part of the heap, measured encoded; objects take some times that.
   */
  private static final int HEAP_SHARE = 64;

  private final ProcessorSpec<InputT> spec;
  private final StreamTask<?, ?> task;
  private final MailboxExecutor mailbox;
  private final OperatorResources resources;
  private final SideInputStore sideInputs;
  private final InputSelection sideInputsOnly;
  private final InputSelection mainOnly = new InputSelection.Builder().select(MAIN).build();
  private final int sideInputCount;
  private int sideInputsLeft;

  @SuppressWarnings("NullAway.Init") // made in open
  private Processor<InputT> processor;

  private SideInputProcessorOperator(
      ProcessorSpec<InputT> spec,
      List<WindowedValueCodec<?>> codecs,
      StreamOperatorParameters<OutputT> parameters) {
    super(parameters, codecs.size() + 1);
    int count = codecs.size();
    this.spec = spec;
    this.task = parameters.getContainingTask();
    this.mailbox = parameters.getMailboxExecutor();
    this.resources = new OperatorResources(task, parameters.getStreamConfig());
    this.sideInputs =
        new SideInputStore(
            codecs,
            new SideInputSpace(Runtime.getRuntime().maxMemory() / HEAP_SHARE, resources::spilling));
    this.sideInputCount = count;
    this.sideInputsLeft = count;
    InputSelection.Builder selection = new InputSelection.Builder();
    for (int i = 0; i < count; i++) {
      selection.select(MAIN + 1 + i);
    }
    this.sideInputsOnly = selection.build();
  }

  @Override
  public void open() throws Exception {
    super.open();
    processor =
        spec.processor()
            .create(
                new ProcessorContext(
                    spec.options().get(),
                    new ProcessorTask(getRuntimeContext(), mailbox, task::isCanceled),
                    TaskMetrics.of(getRuntimeContext(), getMetricGroup()),
                    OperatorOutputs.of(output, spec.sideOutputs()),
                    sideInputs,
                    resources::sorting,
                    resources::spilling));
  }

  @Override
  @SuppressWarnings("rawtypes") // Flink's contract
  public List<Input> getInputs() {
    List<Input> inputs = new ArrayList<>();
    inputs.add(new BatchInput<InputT>(element -> processor.process(element)));
    for (int i = 0; i < sideInputCount; i++) {
      int index = i;
      inputs.add(new BatchInput<WindowedValue<?>>(element -> sideInputs.add(index, element)));
    }
    return inputs;
  }

  @Override
  public InputSelection nextSelection() {
    return sideInputsLeft > 0 ? sideInputsOnly : mainOnly;
  }

  @Override
  public void endInput(int inputId) throws Exception {
    if (inputId == MAIN) {
      processor.endInput();
    } else {
      sideInputsLeft--;
    }
  }

  @Override
  public void close() throws Exception {
    try {
      if (processor != null) {
        processor.close();
      }
    } finally {
      sideInputs.close();
      resources.close();
      super.close();
    }
  }

  /** Makes the operator in its task. */
  static final class Factory<InputT, OutputT> extends AbstractStreamOperatorFactory<OutputT> {
    private static final long serialVersionUID = 1L;

    private final ProcessorSpec<InputT> spec;
    private final ArrayList<WindowedValueCodec<?>> sideInputs;

    Factory(ProcessorSpec<InputT> spec, List<WindowedValueCodec<?>> sideInputs) {
      this.spec = spec;
      this.sideInputs = new ArrayList<>(sideInputs);
      setChainingStrategy(ChainingStrategy.HEAD);
    }

    @Override
    @SuppressWarnings("unchecked") // Flink's contract
    public <T extends StreamOperator<OutputT>> T createStreamOperator(
        StreamOperatorParameters<OutputT> parameters) {
      return (T) new SideInputProcessorOperator<>(spec, sideInputs, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes") // Flink's contract
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return SideInputProcessorOperator.class;
    }
  }
}

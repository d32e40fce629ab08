package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.penstock.runtime.Watermarks;

/**
 * Hosts a processor with side inputs: the first input is the main one. A side input's watermark
 * holds nothing back by itself, only through the elements that wait for it.
 */
final class SideInputOperator<InputT, OutputT> extends HostedOperator<InputT, OutputT>
    implements MultipleInputStreamOperator<OutputT>, BoundedMultiInput {
  private static final long serialVersionUID = 1L;

  private final int sideInputs;
  private int inputsLeft;

  private SideInputOperator(
      OperatorSpec<InputT> spec, StreamOperatorParameters<OutputT> parameters) {
    super(spec, parameters, spec.sideInputs() + 1);
    this.sideInputs = spec.sideInputs();
    this.inputsLeft = sideInputs + 1;
  }

  @Override
  @SuppressWarnings("rawtypes") // Flink's contract
  public List<Input> getInputs() {
    List<Input> inputs = new ArrayList<>();
    inputs.add(new MainInput());
    for (int i = 0; i < sideInputs; i++) {
      inputs.add(new SideInput(i));
    }
    return inputs;
  }

  @Override
  public void endInput(int inputId) throws Exception {
    if (--inputsLeft == 0) {
      inputsEnded();
    }
  }

  private abstract class OperatorInput<T> implements Input<T> {
    @Override
    public final void processLatencyMarker(LatencyMarker marker) {
      reportOrForwardLatencyMarker(marker);
    }

    @Override
    public final void setKeyContextElement(StreamRecord<T> record) {
      // The processor sets the key, which is in the element.
    }
  }

  private final class MainInput extends OperatorInput<InputT> {
    @Override
    public void processElement(StreamRecord<InputT> record) throws Exception {
      element(record.getValue());
      processed(0);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
      inputWatermark(mark.getTimestamp());
      processed(0);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
      finishBundle();
      output.emitWatermarkStatus(status);
    }
  }

  private final class SideInput extends OperatorInput<WindowedValue<?>> {
    private final int index;

    SideInput(int index) {
      this.index = index;
    }

    @Override
    public void processElement(StreamRecord<WindowedValue<?>> record) throws Exception {
      processor().sideInput(index, record.getValue());
      processWaiting();
      processed(index + 1);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
      processor().sideInputWatermark(index, Watermarks.toBeam(mark.getTimestamp()));
      processWaiting();
      processed(index + 1);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) {
      // An idle side input is one that does not change.
    }
  }

  /** What both kinds of factories have in common. */
  abstract static class Factory<InputT, OutputT> extends AbstractStreamOperatorFactory<OutputT> {
    private static final long serialVersionUID = 1L;

    private final OperatorSpec<InputT> spec;

    Factory(OperatorSpec<InputT> spec) {
      this.spec = spec;
      setChainingStrategy(ChainingStrategy.HEAD);
    }

    @Override
    @SuppressWarnings("unchecked") // Flink's contract
    public <T extends StreamOperator<OutputT>> T createStreamOperator(
        StreamOperatorParameters<OutputT> parameters) {
      return (T) new SideInputOperator<>(spec, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes") // Flink's contract
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return SideInputOperator.class;
    }
  }

  /** Makes the operator. */
  static final class Plain<InputT, OutputT> extends Factory<InputT, OutputT> {
    private static final long serialVersionUID = 1L;

    Plain(OperatorSpec<InputT> spec) {
      super(spec);
    }
  }

  /** Makes the operator, which tells a coordinator when it has no work left. */
  static final class Coordinated<InputT, OutputT> extends Factory<InputT, OutputT>
      implements CoordinatedOperatorFactory<OutputT> {
    private static final long serialVersionUID = 1L;

    private final SourcesStay sources;

    Coordinated(OperatorSpec<InputT> spec, SourcesStay sources) {
      super(spec);
      this.sources = sources;
    }

    @Override
    public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID id) {
      return new WorkCoordinator.Provider(id, sources.workLeft());
    }
  }
}

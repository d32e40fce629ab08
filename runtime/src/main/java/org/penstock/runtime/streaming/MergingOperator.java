package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Hosts a processor whose inputs are all main ones. Flink's union would do the same, but it
 * swallows watermarks that change nothing, which jobs with test streams have to count.
 */
final class MergingOperator<T> extends HostedOperator<T, T>
    implements MultipleInputStreamOperator<T>, BoundedMultiInput {
  private static final long serialVersionUID = 1L;

  private final long[] watermarks;
  private long watermark = Long.MIN_VALUE;
  private int inputsLeft;

  private MergingOperator(
      OperatorSpec<T> spec, StreamOperatorParameters<T> parameters, int inputs) {
    super(spec, parameters, inputs);
    this.watermarks = new long[inputs];
    Arrays.fill(watermarks, Long.MIN_VALUE);
    this.inputsLeft = inputs;
  }

  @Override
  @SuppressWarnings("rawtypes") // Flink's contract
  public List<Input> getInputs() {
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < watermarks.length; i++) {
      inputs.add(new Part(i));
    }
    return inputs;
  }

  @Override
  public void endInput(int inputId) throws Exception {
    if (--inputsLeft == 0) {
      inputsEnded();
    }
  }

  private void watermark(int index, long changed) throws Exception {
    watermarks[index] = changed;
    long earliest = Arrays.stream(watermarks).min().orElse(Long.MAX_VALUE);
    if (earliest > watermark) {
      watermark = earliest;
      inputWatermark(earliest);
    }
  }

  private final class Part implements Input<T> {
    private final int index;

    Part(int index) {
      this.index = index;
    }

    @Override
    public void processElement(StreamRecord<T> record) throws Exception {
      element(record.getValue());
      processed(index);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
      watermark(index, mark.getTimestamp());
      processed(index);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) {
      // An idle part is one that does not change.
    }

    @Override
    public void processLatencyMarker(LatencyMarker marker) {
      reportOrForwardLatencyMarker(marker);
    }

    @Override
    public void setKeyContextElement(StreamRecord<T> record) {
      // There are no keys.
    }
  }

  /** Makes the operator in its task. */
  static final class Factory<T> extends AbstractStreamOperatorFactory<T> {
    private static final long serialVersionUID = 1L;

    private final OperatorSpec<T> spec;
    private final int inputs;

    Factory(OperatorSpec<T> spec, int inputs) {
      this.spec = spec;
      this.inputs = inputs;
      setChainingStrategy(ChainingStrategy.HEAD);
    }

    @Override
    @SuppressWarnings("unchecked") // Flink's contract
    public <O extends StreamOperator<T>> O createStreamOperator(
        StreamOperatorParameters<T> parameters) {
      return (O) new MergingOperator<>(spec, parameters, inputs);
    }

    @Override
    @SuppressWarnings("rawtypes") // Flink's contract
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return MergingOperator.class;
    }
  }
}

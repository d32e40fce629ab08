package org.penstock.runtime.streaming;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/** Hosts a processor without side inputs. */
final class SingleInputOperator<InputT, OutputT> extends HostedOperator<InputT, OutputT>
    implements OneInputStreamOperator<InputT, OutputT>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private SingleInputOperator(
      OperatorSpec<InputT> spec, StreamOperatorParameters<OutputT> parameters) {
    super(spec, parameters, 1);
  }

  @Override
  public void processElement(StreamRecord<InputT> record) throws Exception {
    element(record.getValue());
    processed(0);
  }

  @Override
  public void setKeyContextElement(StreamRecord<InputT> record) {
    // The processor sets the key, which is in the element.
  }

  @Override
  public void setKeyContextElement1(StreamRecord<?> record) {
    // As above.
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

  @Override
  public void processLatencyMarker(LatencyMarker marker) {
    reportOrForwardLatencyMarker(marker);
  }

  @Override
  public void endInput() throws Exception {
    inputsEnded();
  }

  /** What both kinds of factories have in common. */
  abstract static class Factory<InputT, OutputT> extends AbstractStreamOperatorFactory<OutputT>
      implements OneInputStreamOperatorFactory<InputT, OutputT> {
    private static final long serialVersionUID = 1L;

    private final OperatorSpec<InputT> spec;

    Factory(OperatorSpec<InputT> spec, ChainingStrategy chaining) {
      this.spec = spec;
      setChainingStrategy(chaining);
    }

    @Override
    @SuppressWarnings("unchecked") // Flink's contract
    public <T extends StreamOperator<OutputT>> T createStreamOperator(
        StreamOperatorParameters<OutputT> parameters) {
      return (T) new SingleInputOperator<>(spec, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes") // Flink's contract
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return SingleInputOperator.class;
    }
  }

  /** Makes the operator. */
  static final class Plain<InputT, OutputT> extends Factory<InputT, OutputT> {
    private static final long serialVersionUID = 1L;

    Plain(OperatorSpec<InputT> spec, ChainingStrategy chaining) {
      super(spec, chaining);
    }
  }

  /** Makes the operator, which tells a coordinator when it has no work left. */
  static final class Coordinated<InputT, OutputT> extends Factory<InputT, OutputT>
      implements CoordinatedOperatorFactory<OutputT> {
    private static final long serialVersionUID = 1L;

    private final SourcesStay sources;

    Coordinated(OperatorSpec<InputT> spec, SourcesStay sources) {
      super(spec, ChainingStrategy.HEAD);
      this.sources = sources;
    }

    @Override
    public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID id) {
      return new WorkCoordinator.Provider(id, sources.workLeft());
    }
  }
}

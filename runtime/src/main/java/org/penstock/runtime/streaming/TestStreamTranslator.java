package org.penstock.runtime.streaming;

import java.util.List;
import java.util.Objects;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.runtime.ComponentsReader;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.source.ReadSettings;
import org.penstock.runtime.source.StreamingReadSource;
import org.penstock.runtime.streaming.StreamingGraph.Operator;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** {@code TestStream}: an empty source, and behind it an operator that knows the events. */
final class TestStreamTranslator implements TransformTranslator {
  private final ComponentsReader reader;

  TestStreamTranslator(ComponentsReader reader) {
    this.reader = reader;
  }

  @Override
  public String urn() {
    return PTransformTranslation.TEST_STREAM_TRANSFORM_URN;
  }

  @Override
  @SuppressWarnings("unchecked") // the payload's coder is that of the elements
  public void translate(TransformNode node, TranslationContext context) {
    StreamingGraph graph = StreamingGraph.of(context, reader);
    byte[] payload = node.transform().getSpec().getPayload().toByteArray();
    Coder<Object> coder = (Coder<Object>) graph.components().coder(payload(node).getCoderId());
    String output = Nodes.onlyOutput(node);
    TestJob job = Objects.requireNonNull(graph.test(), "a job with this transform is one").job();
    job.addStream();
    DataStream<WindowedValue<Object>> nothing =
        Reads.add(node, output, settings -> noElements(job, settings), graph);
    context.produce(
        output,
        graph.add(
            nothing,
            new Operator<>(
                node.name(),
                "events",
                task -> new TestStreamEvents<>(payload, coder, task),
                graph.components().<Object>typeOf(output),
                List.of(),
                true)));
    context.explain(node, "test stream");
  }

  @SuppressWarnings("unchecked") // it has no element of any type
  private static StreamingReadSource<Object> noElements(TestJob job, ReadSettings settings) {
    return StreamingReadSource.unbounded(
        (UnboundedSource<Object, TestStreamEnd.Mark>)
            (UnboundedSource<?, ?>) new TestStreamEnd(job),
        settings);
  }

  private static TestStreamPayload payload(TransformNode node) {
    try {
      return TestStreamPayload.parseFrom(node.transform().getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "Transform " + node.name() + ": its test stream cannot be read", e);
    }
  }
}

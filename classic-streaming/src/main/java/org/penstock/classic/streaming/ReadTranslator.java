package org.penstock.classic.streaming;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ReadPayload;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.ReadTranslation;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.source.StreamingReadSource;
import org.penstock.runtime.streaming.Reads;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** {@code Read} of a source, bounded or not. */
final class ReadTranslator implements TransformTranslator {
  @Override
  @SuppressWarnings("deprecation") // the one form of a source that is split and checkpointed as one
  public String urn() {
    return PTransformTranslation.READ_TRANSFORM_URN;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    try {
      ReadPayload payload = ReadPayload.parseFrom(node.transform().getSpec().getPayload());
      boolean bounded = payload.getIsBounded() == RunnerApi.IsBounded.Enum.BOUNDED;
      context.produce(
          Nodes.onlyOutput(node),
          bounded
              ? bounded(ReadTranslation.boundedSourceFromProto(payload), node, context)
              : unbounded(ReadTranslation.unboundedSourceFromProto(payload), node, context));
      context.explain(node, bounded ? "bounded source" : "unbounded source");
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "Transform " + node.name() + ": its read payload cannot be read", e);
    }
  }

  private static <T> DataStream<WindowedValue<T>> bounded(
      BoundedSource<T> source, TransformNode node, TranslationContext context) {
    return Reads.add(
        node,
        Nodes.onlyOutput(node),
        settings -> StreamingReadSource.bounded(source, settings),
        ClassicStreaming.graph(context));
  }

  private static <T, MarkT extends CheckpointMark> DataStream<WindowedValue<T>> unbounded(
      UnboundedSource<T, MarkT> source, TransformNode node, TranslationContext context) {
    return source.requiresDeduping()
        ? Reads.addDistinct(
            node,
            Nodes.onlyOutput(node),
            settings -> StreamingReadSource.unbounded(source, settings),
            ClassicStreaming.graph(context))
        : Reads.add(
            node,
            Nodes.onlyOutput(node),
            settings -> StreamingReadSource.unbounded(source, settings),
            ClassicStreaming.graph(context));
  }
}

package org.penstock.classic.batch;

import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ReadPayload;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.ReadTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.penstock.runtime.batch.BoundedReads;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** {@code Read} of a {@code BoundedSource}. */
final class ReadTranslator implements TransformTranslator {
  @Override
  @SuppressWarnings("deprecation") // the one form of a source that is split lazily
  public String urn() {
    return PTransformTranslation.READ_TRANSFORM_URN;
  }

  @Override
  public Optional<String> refusal(TransformNode node, TranslationContext context) {
    return payload(node).getIsBounded() == RunnerApi.IsBounded.Enum.BOUNDED
        ? Optional.empty()
        : Optional.of("it reads an unbounded source, which needs a streaming path");
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    BoundedSource<?> source;
    try {
      source = ReadTranslation.boundedSourceFromProto(payload(node));
    } catch (InvalidProtocolBufferException e) {
      throw broken(node, e);
    }
    BoundedReads.add(node, source, context, ClassicBatch.graph(context));
    context.explain(node, "split source and reader");
  }

  private static ReadPayload payload(TransformNode node) {
    try {
      return ReadPayload.parseFrom(node.transform().getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw broken(node, e);
    }
  }

  private static IllegalArgumentException broken(TransformNode node, Exception cause) {
    return new IllegalArgumentException(
        "Transform " + node.name() + ": its read payload cannot be read", cause);
  }
}

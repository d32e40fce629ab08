package org.penstock.portable.streaming;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Has the elements of test streams written as everything else that goes between runner and worker:
 * what only the SDK can read has its length before it. SDKs write them by the plain coder.
 */
final class TestStreamElements {
  private final RunnerApi.Components original;
  private final RunnerApi.Components.Builder rewritten;

  private TestStreamElements(RunnerApi.Components original) {
    this.original = original;
    this.rewritten = original.toBuilder();
  }

  /**
   * The pipeline with the elements of its test streams in that form.
   *
   * @throws IllegalArgumentException if a payload is broken, or nobody can tell where a part of an
   *     element ends
   */
  static RunnerApi.Pipeline readable(RunnerApi.Pipeline pipeline) {
    RunnerApi.Components components = pipeline.getComponents();
    TestStreamElements elements = new TestStreamElements(components);
    boolean found = false;
    for (Map.Entry<String, RunnerApi.PTransform> one : components.getTransformsMap().entrySet()) {
      if (one.getValue()
          .getSpec()
          .getUrn()
          .equals(PTransformTranslation.TEST_STREAM_TRANSFORM_URN)) {
        elements.rewrite(one.getKey(), one.getValue());
        found = true;
      }
    }
    return found ? pipeline.toBuilder().setComponents(elements.rewritten).build() : pipeline;
  }

  private void rewrite(String id, RunnerApi.PTransform transform) {
    try {
      TestStreamPayload.Builder payload =
          TestStreamPayload.parseFrom(transform.getSpec().getPayload()).toBuilder();
      String coder = payload.getCoderId();
      for (TestStreamPayload.Event.Builder event : payload.getEventsBuilderList()) {
        if (event.hasElementEvent()) {
          for (var element : event.getElementEventBuilder().getElementsBuilderList()) {
            element.setEncodedElement(prefixed(coder, element.getEncodedElement()));
          }
        }
      }
      payload.setCoderId(LengthPrefixUnknownCoders.addLengthPrefixedCoder(coder, rewritten, true));
      RunnerApi.PTransform.Builder changed = transform.toBuilder();
      changed.getSpecBuilder().setPayload(payload.build().toByteString());
      rewritten.putTransforms(id, changed.build());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "Transform " + transform.getUniqueName() + ": its test stream cannot be read", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Transform " + transform.getUniqueName() + ": an element of its test stream is broken",
          e);
    }
  }

  /** The same value by a coder with lengths; both without a length of the whole. */
  private ByteString prefixed(String coderId, ByteString bytes) throws IOException {
    String readable =
        LengthPrefixUnknownCoders.addLengthPrefixedCoder(coderId, original.toBuilder(), true);
    if (readable.equals(coderId)) {
      return bytes;
    }
    RunnerApi.Coder coder = original.getCodersOrThrow(coderId);
    if (!ModelCoders.urns().contains(coder.getSpec().getUrn())) {
      return length(bytes.size()).concat(bytes);
    }
    if (coder.getSpec().getUrn().equals(ModelCoders.KV_CODER_URN)) {
      int keySize = keySize(coder.getComponentCoderIds(0), bytes);
      return prefixed(coder.getComponentCoderIds(0), bytes.substring(0, keySize))
          .concat(prefixed(coder.getComponentCoderIds(1), bytes.substring(keySize)));
    }
    throw new IOException(
        "Of a " + coder.getSpec().getUrn() + ", only its SDK knows where which part of it ends");
  }

  private int keySize(String coderId, ByteString pair) throws IOException {
    Coder<?> coder;
    try {
      coder = RehydratedComponents.forComponents(original).getCoder(coderId);
    } catch (IOException | RuntimeException e) {
      throw new IOException("Only its SDK knows where the key of a pair ends: " + coderId, e);
    }
    InputStream in = pair.newInput();
    coder.decode(in);
    return pair.size() - in.available();
  }

  private static ByteString length(int size) throws IOException {
    ByteString.Output out = ByteString.newOutput();
    VarInt.encode(size, out);
    return out.toByteString();
  }
}

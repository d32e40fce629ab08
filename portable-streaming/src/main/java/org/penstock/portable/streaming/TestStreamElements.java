package org.penstock.portable.streaming;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.penstock.portable.runtime.Retype;

/**
 * Leaves it to the SDKs to read the elements of test streams. They differ in how they write a
 * single value: some as if others came after it, some not. So the runner takes each as so many
 * bytes, with their number before them, and a transform in the environment of whoever reads the
 * stream gives them the coder that they are to have.
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
   * @throws IllegalArgumentException if a payload is broken
   */
  static RunnerApi.Pipeline readable(RunnerApi.Pipeline pipeline) {
    RunnerApi.Components components = pipeline.getComponents();
    TestStreamElements elements = new TestStreamElements(components);
    boolean found = false;
    for (Map.Entry<String, RunnerApi.PTransform> one : components.getTransformsMap().entrySet()) {
      RunnerApi.PTransform transform = one.getValue();
      if (transform.getSpec().getUrn().equals(PTransformTranslation.TEST_STREAM_TRANSFORM_URN)
          && transform.getOutputsCount() == 1) {
        elements.rewrite(one.getKey(), transform);
        found = true;
      }
    }
    return found ? pipeline.toBuilder().setComponents(elements.rewritten).build() : pipeline;
  }

  private void rewrite(String id, RunnerApi.PTransform transform) {
    String output = transform.getOutputsMap().values().iterator().next();
    String environment = readerOf(output);
    if (environment.isEmpty()) {
      // No SDK is ever going to see an element.
      return;
    }
    RunnerApi.PCollection elements = original.getPcollectionsOrThrow(output);
    TestStreamPayload.Builder payload = payload(transform).toBuilder();
    String written = prefixCoder(id, coderOfElements(payload.getCoderId(), elements.getCoderId()));
    String bytes = output + "/Written";
    rewritten.putPcollections(
        bytes,
        elements.toBuilder()
            .setUniqueName(elements.getUniqueName() + "/Written")
            .setCoderId(written)
            .build());

    prefix(payload);
    payload.setCoderId(LengthPrefixUnknownCoders.addLengthPrefixedCoder(written, rewritten, true));
    RunnerApi.PTransform.Builder events =
        transform.toBuilder().setUniqueName(transform.getUniqueName() + "/Events").clearOutputs();
    events.getSpecBuilder().setPayload(payload.build().toByteString());
    transform.getOutputsMap().keySet().forEach(tag -> events.putOutputs(tag, bytes));
    rewritten.putTransforms(id + "/Events", events.build());
    rewritten.putTransforms(
        id + "/Read", Retype.of(transform.getUniqueName() + "/Read", environment, bytes, output));
    rewritten.putTransforms(
        id,
        transform.toBuilder()
            .clearSpec()
            .addSubtransforms(id + "/Events")
            .addSubtransforms(id + "/Read")
            .build());
  }

  /** The environment of a transform that reads a PCollection, if only after a shuffle. */
  private String readerOf(String pcollection) {
    Set<String> seen = new HashSet<>(Set.of(pcollection));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      String next = open.remove();
      for (RunnerApi.PTransform transform : original.getTransformsMap().values()) {
        if (transform.getInputsMap().containsValue(next)) {
          if (!transform.getEnvironmentId().isEmpty() && transform.getSubtransformsCount() == 0) {
            return transform.getEnvironmentId();
          }
          transform.getOutputsMap().values().stream().filter(seen::add).forEach(open::add);
        }
      }
    }
    return "";
  }

  /**
   * The coder that the elements are written by. An SDK that puts lengths before what it alone can
   * read may name what is behind the length.
   */
  private String coderOfElements(String named, String ofOutput) {
    RunnerApi.Coder coder = original.getCodersOrThrow(ofOutput);
    boolean prefixed =
        coder.getSpec().getUrn().equals(ModelCoders.LENGTH_PREFIX_CODER_URN)
            && coder.getComponentCoderIds(0).equals(named);
    return prefixed ? ofOutput : named;
  }

  private String prefixCoder(String transformId, String coderId) {
    String prefixed = transformId + "/Written";
    rewritten.putCoders(
        prefixed,
        RunnerApi.Coder.newBuilder()
            .setSpec(
                RunnerApi.FunctionSpec.newBuilder().setUrn(ModelCoders.LENGTH_PREFIX_CODER_URN))
            .addComponentCoderIds(coderId)
            .build());
    return prefixed;
  }

  private static void prefix(TestStreamPayload.Builder payload) {
    for (TestStreamPayload.Event.Builder event : payload.getEventsBuilderList()) {
      if (event.hasElementEvent()) {
        for (var element : event.getElementEventBuilder().getElementsBuilderList()) {
          ByteString bytes = element.getEncodedElement();
          element.setEncodedElement(length(bytes.size()).concat(bytes));
        }
      }
    }
  }

  private static ByteString length(int size) {
    ByteString.Output out = ByteString.newOutput();
    try {
      VarInt.encode(size, out);
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can always be written", e);
    }
    return out.toByteString();
  }

  private static TestStreamPayload payload(RunnerApi.PTransform transform) {
    try {
      return TestStreamPayload.parseFrom(transform.getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "Transform " + transform.getUniqueName() + ": its test stream cannot be read", e);
    }
  }
}

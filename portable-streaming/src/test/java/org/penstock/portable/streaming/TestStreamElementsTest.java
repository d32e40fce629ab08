package org.penstock.portable.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

/** Test streams of SDKs that have their own ways to write a value. */
final class TestStreamElementsTest {
  private static RunnerApi.Coder coder(String urn, String... components) {
    return RunnerApi.Coder.newBuilder()
        .setSpec(RunnerApi.FunctionSpec.newBuilder().setUrn(urn))
        .addAllComponentCoderIds(List.of(components))
        .build();
  }

  /** A test stream with one element, and whoever reads it. */
  private static RunnerApi.Pipeline pipeline(String outputCoder, String environment) {
    TestStreamPayload payload =
        TestStreamPayload.newBuilder()
            .setCoderId("own")
            .addEvents(
                TestStreamPayload.Event.newBuilder()
                    .setElementEvent(
                        TestStreamPayload.Event.AddElements.newBuilder()
                            .addElements(
                                TestStreamPayload.TimestampedElement.newBuilder()
                                    .setEncodedElement(ByteString.copyFromUtf8("abc")))))
            .build();
    return RunnerApi.Pipeline.newBuilder()
        .setComponents(
            RunnerApi.Components.newBuilder()
                .putCoders("own", coder("of:the:sdk"))
                .putCoders("prefixed", coder(ModelCoders.LENGTH_PREFIX_CODER_URN, "own"))
                .putPcollections(
                    "elements", RunnerApi.PCollection.newBuilder().setCoderId(outputCoder).build())
                .putTransforms(
                    "stream",
                    RunnerApi.PTransform.newBuilder()
                        .setSpec(
                            RunnerApi.FunctionSpec.newBuilder()
                                .setUrn(PTransformTranslation.TEST_STREAM_TRANSFORM_URN)
                                .setPayload(payload.toByteString()))
                        .putOutputs("out", "elements")
                        .build())
                .putTransforms(
                    "reader",
                    RunnerApi.PTransform.newBuilder()
                        .setEnvironmentId(environment)
                        .putInputs("in", "elements")
                        .build()))
        .build();
  }

  private static RunnerApi.Coder componentOf(RunnerApi.Components components, String coderId) {
    RunnerApi.Coder coder = components.getCodersOrThrow(coderId);
    assertThat(coder.getSpec().getUrn()).isEqualTo(ModelCoders.LENGTH_PREFIX_CODER_URN);
    return components.getCodersOrThrow(coder.getComponentCoderIds(0));
  }

  private static TestStreamPayload payload(RunnerApi.Components components) throws Exception {
    return TestStreamPayload.parseFrom(
        components.getTransformsOrThrow("stream/Events").getSpec().getPayload());
  }

  @Test
  void elementsAreBytesWithALengthUntilTheReadersEnvironmentReadsThem() throws Exception {
    RunnerApi.Components read = TestStreamElements.readable(pipeline("own", "sdk")).getComponents();

    TestStreamPayload payload = payload(read);
    assertThat(payload.getEvents(0).getElementEvent().getElements(0).getEncodedElement())
        .isEqualTo(ByteString.copyFromUtf8("\u0003abc"));
    assertThat(componentOf(read, payload.getCoderId()).getSpec().getUrn())
        .isEqualTo(ModelCoders.BYTES_CODER_URN);
    String bytes = read.getTransformsOrThrow("stream/Events").getOutputsOrThrow("out");
    assertThat(componentOf(read, read.getPcollectionsOrThrow(bytes).getCoderId()))
        .isEqualTo(coder("of:the:sdk"));
    RunnerApi.PTransform reader = read.getTransformsOrThrow("stream/Read");
    assertThat(reader.getEnvironmentId()).isEqualTo("sdk");
    assertThat(reader.getInputsMap().values()).containsExactly(bytes);
    assertThat(reader.getOutputsMap().values()).containsExactly("elements");
    assertThat(read.getTransformsOrThrow("stream").getSubtransformsList())
        .containsExactly("stream/Events", "stream/Read");
  }

  /** Go names the coder of a struct, and writes the struct with its length before it. */
  @Test
  void theCoderOfTheOutputCountsWhereItIsTheNamedOneWithALength() {
    RunnerApi.Components read =
        TestStreamElements.readable(pipeline("prefixed", "sdk")).getComponents();

    String bytes = read.getTransformsOrThrow("stream/Events").getOutputsOrThrow("out");
    assertThat(componentOf(read, read.getPcollectionsOrThrow(bytes).getCoderId()))
        .isEqualTo(coder(ModelCoders.LENGTH_PREFIX_CODER_URN, "own"));
  }

  @Test
  void whatNoSdkReadsIsLeftAlone() {
    RunnerApi.Pipeline unread = pipeline("own", "");

    assertThat(TestStreamElements.readable(unread)).isEqualTo(unread);
  }
}

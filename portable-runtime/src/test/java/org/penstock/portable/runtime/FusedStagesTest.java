package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExecutableStagePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

final class FusedStagesTest {
  private static final PCollection BYTES = PCollection.newBuilder().setCoderId("bytes").build();

  private static PTransform step(String input, String output) {
    return PTransform.newBuilder()
        .setUniqueName(input + " to " + output)
        .setSpec(FunctionSpec.newBuilder().setUrn("beam:transform:pardo:v1"))
        .putInputs("in", input)
        .putOutputs("out", output)
        .build();
  }

  /** In the order in which a map may give them. */
  private static ExecutableStagePayload stage(PTransform... members) {
    Components.Builder components =
        Components.newBuilder()
            .putPcollections("a", BYTES)
            .putPcollections("b", BYTES)
            .putPcollections("c", BYTES);
    ExecutableStagePayload.Builder stage = ExecutableStagePayload.newBuilder().setInput("a");
    for (int i = 0; i < members.length; i++) {
      components.putTransforms("transform_" + i, members[i]);
      stage.addTransforms("transform_" + i);
    }
    return stage.setComponents(components).build();
  }

  private static RunnerApi.Pipeline pipeline(ByteString payload) {
    return RunnerApi.Pipeline.newBuilder()
        .addRootTransformIds("fused")
        .setComponents(
            Components.newBuilder()
                .putPcollections("a", BYTES)
                .putPcollections("c", BYTES)
                .putTransforms(
                    "fused",
                    PTransform.newBuilder()
                        .setSpec(
                            FunctionSpec.newBuilder().setUrn(FusedStages.URN).setPayload(payload))
                        .putInputs("in", "a")
                        .putOutputs("out", "c")
                        .build()))
        .build();
  }

  @Test
  void aStageBecomesACompositeOfItsTransforms() {
    PTransform first = step("a", "b");
    PTransform second = step("b", "c");

    Components apart =
        FusedStages.apart(pipeline(stage(second, first).toByteString())).getComponents();

    PTransform composite = apart.getTransformsOrThrow("fused");
    assertThat(composite.getSpec().getUrn()).isEmpty();
    assertThat(composite.getSubtransformsList())
        .extracting(apart::getTransformsOrThrow)
        .containsExactly(first, second);
    assertThat(apart.getPcollectionsMap()).containsKeys("a", "b", "c");
  }

  @Test
  void aPipelineWithoutStagesStaysAsItIs() {
    RunnerApi.Pipeline plain =
        RunnerApi.Pipeline.newBuilder()
            .setComponents(Components.newBuilder().putTransforms("one", step("a", "b")))
            .build();

    assertThat(FusedStages.apart(plain)).isSameAs(plain);
  }

  @Test
  void whatIsNoStageIsRefused() {
    assertThatThrownBy(() -> FusedStages.apart(pipeline(ByteString.copyFromUtf8("none"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fused")
        .hasMessageContaining("ExecutableStagePayload");
  }

  @Test
  void aStageThatContradictsItsPipelineIsRefused() {
    ExecutableStagePayload.Builder other = stage(step("a", "c")).toBuilder();
    other
        .getComponentsBuilder()
        .putPcollections("a", PCollection.newBuilder().setCoderId("other").build());

    assertThatThrownBy(() -> FusedStages.apart(pipeline(other.build().toByteString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The component a of the fused stage fused");
  }

  @Test
  void aCycleIsRefused() {
    ByteString cycle = stage(step("b", "c"), step("c", "b")).toByteString();

    assertThatThrownBy(() -> FusedStages.apart(pipeline(cycle)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("are a cycle");
  }
}

package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.junit.jupiter.api.Test;

final class PassedOnCodersTest {
  private static RunnerApi.Coder coder(String urn) {
    return RunnerApi.Coder.newBuilder().setSpec(FunctionSpec.newBuilder().setUrn(urn)).build();
  }

  private static PCollection of(String coder) {
    return PCollection.newBuilder().setCoderId(coder).build();
  }

  private static RunnerApi.Pipeline reshuffle(String in, String out) {
    return RunnerApi.Pipeline.newBuilder()
        .setComponents(
            Components.newBuilder()
                .putCoders("one", coder("sdk:one"))
                .putCoders("other", coder("sdk:other"))
                .putPcollections("start", of("one"))
                .putPcollections("in", of(in))
                .putPcollections("out", of(out))
                .putTransforms(
                    "producer",
                    PTransform.newBuilder()
                        .setSpec(
                            FunctionSpec.newBuilder()
                                .setUrn(PTransformTranslation.PAR_DO_TRANSFORM_URN))
                        .setEnvironmentId("sdk")
                        .putInputs("in", "start")
                        .putOutputs("out", "in")
                        .build())
                .putTransforms(
                    "reshuffle",
                    PTransform.newBuilder()
                        .setSpec(
                            FunctionSpec.newBuilder().setUrn(PTransformTranslation.RESHUFFLE_URN))
                        .putInputs("in", "in")
                        .putOutputs("out", "out")
                        .build()))
        .build();
  }

  /** Python's has a key's deterministic coder behind it and the ordinary one before it. */
  @Test
  void aReshuffleGetsElementsByTheCoderOfItsOutput() {
    Components aligned = PassedOnCoders.align(reshuffle("one", "other")).getComponents();

    PTransform composite = aligned.getTransformsOrThrow("reshuffle");
    PTransform retype = aligned.getTransformsOrThrow(composite.getSubtransforms(0));
    PTransform inner = aligned.getTransformsOrThrow(composite.getSubtransforms(1));
    assertThat(retype.getSpec().getUrn()).isEqualTo(Retype.URN);
    assertThat(retype.getEnvironmentId()).isEqualTo("sdk");
    assertThat(retype.getInputsMap()).containsValue("in");
    String retyped = retype.getOutputsMap().values().iterator().next();
    assertThat(aligned.getPcollectionsOrThrow(retyped).getCoderId()).isEqualTo("other");
    assertThat(inner.getSpec().getUrn()).isEqualTo(PTransformTranslation.RESHUFFLE_URN);
    assertThat(inner.getInputsMap()).containsExactly(Map.entry("in", retyped));
  }

  @Test
  void whereCodersAreTheSameNothingIsDone() {
    RunnerApi.Pipeline same = reshuffle("one", "one");

    assertThat(PassedOnCoders.align(same)).isEqualTo(same);
  }
}

package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.AnyOfEnvironmentPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExecutableStagePayload;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

final class PipelineEnvironmentsTest {
  private static final ArtifactInformation THERE = Staging.artifact("there");
  private static final ArtifactInformation HERE = Staging.artifact("here");

  private static Environment environment(String urn) {
    return Environment.newBuilder().setUrn(urn).addDependencies(THERE).build();
  }

  private static Environment anyOf(Environment... environments) {
    return Environment.newBuilder()
        .setUrn("beam:env:anyof:v1")
        .setPayload(
            AnyOfEnvironmentPayload.newBuilder()
                .addAllEnvironments(List.of(environments))
                .build()
                .toByteString())
        .build();
  }

  @Test
  void eachAlternativeHasDependenciesOfItsOwn() {
    RunnerApi.Pipeline pipeline =
        ForeignPipeline.of(
            anyOf(
                environment("beam:env:docker:v1"),
                Environment.newBuilder().setUrn("beam:env:external:v1").build(),
                anyOf(environment("beam:env:process:v1"))));

    assertThat(PipelineEnvironments.dependencies(pipeline.getComponents()))
        .containsOnlyKeys("env/0", "env/2/0")
        .containsEntry("env/0", List.of(THERE));
    RunnerApi.Pipeline changed =
        PipelineEnvironments.withDependencies(pipeline, Map.of("env/2/0", List.of(HERE)));
    List<Environment> offered =
        PipelineEnvironments.alternatives(changed.getComponents().getEnvironmentsOrThrow("env"));
    assertThat(offered.get(0)).isEqualTo(environment("beam:env:docker:v1"));
    assertThat(PipelineEnvironments.alternatives(offered.get(2)).get(0).getDependenciesList())
        .containsExactly(HERE);
  }

  @Test
  void theCopiesInFusedStagesChangeToo() throws Exception {
    RunnerApi.Pipeline plain = ForeignPipeline.of(environment("beam:env:process:v1"));
    Environment environment = plain.getComponents().getEnvironmentsOrThrow("env");
    RunnerApi.Pipeline fused =
        plain.toBuilder()
            .setComponents(
                plain.getComponents().toBuilder()
                    .putTransforms(
                        "stage",
                        RunnerApi.PTransform.newBuilder()
                            .setSpec(
                                RunnerApi.FunctionSpec.newBuilder()
                                    .setUrn("beam:runner:executable_stage:v1")
                                    .setPayload(
                                        ExecutableStagePayload.newBuilder()
                                            .setEnvironment(environment)
                                            .setComponents(plain.getComponents())
                                            .build()
                                            .toByteString()))
                            .build()))
            .build();

    RunnerApi.Pipeline changed =
        PipelineEnvironments.withDependencies(fused, Map.of("env", List.of(HERE)));

    ExecutableStagePayload stage =
        ExecutableStagePayload.parseFrom(
            changed.getComponents().getTransformsOrThrow("stage").getSpec().getPayload());
    assertThat(stage.getEnvironment().getDependenciesList()).containsExactly(HERE);
    assertThat(stage.getComponents().getEnvironmentsOrThrow("env").getDependenciesList())
        .containsExactly(HERE);
  }

  @Test
  void whatTheJavaSdkCallsEmbeddedGetsItsUrn() {
    RunnerApi.Pipeline pipeline = ForeignPipeline.of("EMBEDDED");

    assertThat(
            PipelineEnvironments.normalized(pipeline)
                .getComponents()
                .getEnvironmentsOrThrow("env")
                .getUrn())
        .isEqualTo("beam:env:embedded:v1");
  }

  @Test
  void whatDoesNotChangeIsTheSame() {
    RunnerApi.Pipeline pipeline = ForeignPipeline.of("beam:env:docker:v1");

    assertThat(PipelineEnvironments.normalized(pipeline)).isSameAs(pipeline);
    assertThat(PipelineEnvironments.withDependencies(pipeline, Map.of())).isSameAs(pipeline);
  }

  @Test
  void aBrokenPayloadIsTold() {
    RunnerApi.Pipeline pipeline =
        ForeignPipeline.of(
            Environment.newBuilder()
                .setUrn("beam:env:anyof:v1")
                .setPayload(ByteString.copyFromUtf8("\u000f"))
                .build());

    assertThatThrownBy(() -> PipelineEnvironments.dependencies(pipeline.getComponents()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("beam:env:anyof:v1 cannot be read");
  }
}

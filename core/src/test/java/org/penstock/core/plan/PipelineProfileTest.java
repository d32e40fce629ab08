package org.penstock.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.junit.jupiter.api.Test;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;

final class PipelineProfileTest {
  private final PenstockPipelineOptions options = options();

  private static PenstockPipelineOptions options() {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    return options;
  }

  @Test
  void aBoundedJavaPipeline() {
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of(1, 2, 3));

    PipelineProfile profile = PipelineProfile.of(JavaPipeline.toProto(pipeline, options));

    assertThat(profile.isUnbounded()).isFalse();
    assertThat(profile.isJava()).isTrue();
  }

  @Test
  void anUnboundedReadMakesThePipelineUnbounded() {
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(GenerateSequence.from(0));

    PipelineProfile profile = PipelineProfile.of(JavaPipeline.toProto(pipeline, options));

    assertThat(profile.isUnbounded()).isTrue();
    assertThat(profile.isJava()).isTrue();
  }

  @Test
  void aTestStreamMakesThePipelineUnbounded() {
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    pipeline
        .getComponentsBuilder()
        .putTransforms(
            "t",
            RunnerApi.PTransform.newBuilder()
                .setUniqueName("TestStream")
                .setSpec(
                    RunnerApi.FunctionSpec.newBuilder()
                        .setUrn(PTransformTranslation.TEST_STREAM_TRANSFORM_URN))
                .build());

    assertThat(PipelineProfile.of(pipeline.build()).unbounded()).containsExactly("TestStream");
  }

  @Test
  void anEnvironmentTellsItsLanguageByACapability() {
    RunnerApi.Pipeline pipeline =
        withEnvironment(
            RunnerApi.Environment.newBuilder()
                .setUrn("beam:env:docker:v1")
                .addCapabilities("beam:version:sdk_base:apache/beam_python3.11_sdk:2.72.0")
                .build(),
            "beam:dofn:pickled_python_info:v1");

    assertThat(PipelineProfile.of(pipeline).foreign()).containsExactly("env (beam:env:docker:v1)");
  }

  @Test
  void anEnvironmentWithoutCapabilityIsJudgedByItsDoFns() {
    RunnerApi.Environment silent =
        RunnerApi.Environment.newBuilder().setUrn("beam:env:process:v1").build();

    assertThat(PipelineProfile.of(withEnvironment(silent, "beam:dofn:javasdk:0.1")).isJava())
        .isTrue();
    assertThat(PipelineProfile.of(withEnvironment(silent, "beam:go:transform:dofn:v1")).isJava())
        .isFalse();
  }

  private static RunnerApi.Pipeline withEnvironment(
      RunnerApi.Environment environment, String doFnUrn) {
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    RunnerApi.ParDoPayload payload =
        RunnerApi.ParDoPayload.newBuilder()
            .setDoFn(RunnerApi.FunctionSpec.newBuilder().setUrn(doFnUrn))
            .build();
    pipeline
        .getComponentsBuilder()
        .putEnvironments("env", environment)
        .putTransforms(
            "t",
            RunnerApi.PTransform.newBuilder()
                .setEnvironmentId("env")
                .setSpec(
                    RunnerApi.FunctionSpec.newBuilder()
                        .setUrn(PTransformTranslation.PAR_DO_TRANSFORM_URN)
                        .setPayload(payload.toByteString()))
                .build());
    return pipeline.build();
  }
}

package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.penstock.core.PenstockPipelineOptions;

final class StartableEnvironmentsTest {
  private final PenstockPipelineOptions options =
      PipelineOptionsFactory.as(PenstockPipelineOptions.class);
  private final StartableEnvironments environments =
      new StartableEnvironments(Set.of("beam:env:process:v1"), true);

  private static RunnerApi.Environment anyOf(String... urns) {
    RunnerApi.AnyOfEnvironmentPayload.Builder payload =
        RunnerApi.AnyOfEnvironmentPayload.newBuilder();
    for (String urn : urns) {
      payload.addEnvironments(RunnerApi.Environment.newBuilder().setUrn(urn));
    }
    return RunnerApi.Environment.newBuilder()
        .setUrn("beam:env:anyof:v1")
        .setPayload(payload.build().toByteString())
        .build();
  }

  @Test
  void theModuleThatIsMissingIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> environments.check(ForeignPipeline.of("beam:env:docker:v1"), options))
        .withMessage(
            "The step Look needs a worker in the environment beam:env:docker:v1, which no plugin"
                + " here can start. Present: beam:env:process:v1. Add the module"
                + " environments-docker.");
  }

  @Test
  void allThatWouldDoAreNamed() {
    RunnerApi.Pipeline pipeline =
        ForeignPipeline.of(anyOf("beam:env:docker:v1", "beam:env:external:v1"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> environments.check(pipeline, options))
        .withMessageContaining("beam:env:docker:v1 or beam:env:external:v1")
        .withMessageEndingWith(
            "Add the module environments-docker or the module environments-external.");
  }

  @Test
  void oneThatCanBeStartedIsEnough() {
    RunnerApi.Pipeline pipeline =
        ForeignPipeline.of(anyOf("beam:env:docker:v1", "beam:env:process:v1"));

    assertThatCode(() -> environments.check(pipeline, options)).doesNotThrowAnyException();
  }

  @Test
  void whatRunsInTheTaskNeedsNoWorker() {
    options.setPath("classic-batch");

    assertThatCode(() -> environments.check(ForeignPipeline.of("beam:env:docker:v1"), options))
        .doesNotThrowAnyException();
  }
}

package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.junit.jupiter.api.Test;

final class UniqueNamesTest {
  private static PTransform named(String name) {
    return PTransform.newBuilder().setUniqueName(name).build();
  }

  @Test
  void aNameThatIsThereTwiceGetsTheIdOfTheSecond() {
    RunnerApi.Pipeline pipeline =
        RunnerApi.Pipeline.newBuilder()
            .setComponents(
                Components.newBuilder()
                    .putTransforms("d", named(""))
                    .putTransforms("c", named(""))
                    .putTransforms("b", named("Sum"))
                    .putTransforms("a", named("Sum")))
            .build();

    assertThat(UniqueNames.of(pipeline).getComponents().getTransformsMap())
        .containsEntry("a", named("Sum"))
        .containsEntry("b", named("Sum b"))
        .containsEntry("c", named(""))
        .containsEntry("d", named("d"));
  }

  @Test
  void otherNamesStay() {
    RunnerApi.Pipeline pipeline =
        RunnerApi.Pipeline.newBuilder()
            .setComponents(
                Components.newBuilder()
                    .putTransforms("a", named("One"))
                    .putTransforms("b", named("Two")))
            .build();

    assertThat(UniqueNames.of(pipeline)).isEqualTo(pipeline);
  }
}

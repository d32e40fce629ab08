package org.penstock.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.ParDoTranslation;
import org.junit.jupiter.api.Test;
import org.penstock.core.Unsupported;

final class RequirementsTest {
  @Test
  void onlyUnknownOnesAreRefused() {
    RunnerApi.Pipeline pipeline =
        RunnerApi.Pipeline.newBuilder()
            .addRequirements(ParDoTranslation.REQUIRES_STATEFUL_PROCESSING_URN)
            .addRequirements(ParDoTranslation.REQUIRES_ON_WINDOW_EXPIRATION_URN)
            .addRequirements("acme:requirement:moon:v1")
            .build();

    assertThat(Requirements.unknown(pipeline))
        .containsExactly(
            new Unsupported(
                "pipeline",
                "acme:requirement:moon:v1",
                "The pipeline requires this, and the runner does not know it."));
  }
}

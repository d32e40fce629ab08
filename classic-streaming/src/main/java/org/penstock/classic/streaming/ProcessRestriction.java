package org.penstock.classic.streaming;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.spi.Stage;

/** The stages that process the restrictions of a splittable DoFn. */
final class ProcessRestriction {
  private static final String URN =
      PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN;

  private ProcessRestriction() {}

  static boolean isRootOf(Stage stage) {
    return stage.root().urn().equals(URN);
  }

  /** Whether there may be such a stage in the pipeline. */
  static boolean isIn(RunnerApi.Components components) {
    return components.getTransformsMap().values().stream()
        .anyMatch(transform -> transform.getSpec().getUrn().equals(URN));
  }
}

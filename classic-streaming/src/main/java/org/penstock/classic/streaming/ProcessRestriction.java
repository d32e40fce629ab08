package org.penstock.classic.streaming;

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
}

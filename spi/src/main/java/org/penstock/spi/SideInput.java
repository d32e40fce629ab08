package org.penstock.spi;

import java.util.Objects;

/**
 * A PCollection that a transform of a stage reads as a side input.
 *
 * @param transformId the transform that reads it
 * @param tag the transform's local name for it
 * @param pcollectionId the PCollection that is read
 */
public record SideInput(String transformId, String tag, String pcollectionId) {
  /** Checks that nothing is null. */
  public SideInput {
    Objects.requireNonNull(transformId, "transformId");
    Objects.requireNonNull(tag, "tag");
    Objects.requireNonNull(pcollectionId, "pcollectionId");
  }
}

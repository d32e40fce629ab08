package org.penstock.spi;

import java.util.Objects;
import org.apache.beam.model.pipeline.v1.RunnerApi;

/**
 * One transform of the pipeline proto.
 *
 * @param id its key in {@link RunnerApi.Components#getTransformsMap()}
 * @param transform the transform itself
 */
public record TransformNode(String id, RunnerApi.PTransform transform) {
  /** Checks that nothing is null. */
  public TransformNode {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(transform, "transform");
  }

  /** The URN of the transform's spec; empty for a composite that has none. */
  public String urn() {
    return transform.getSpec().getUrn();
  }

  /** The full name that the user gave, such as {@code Read/Split}; unique in the pipeline. */
  public String name() {
    return transform.getUniqueName();
  }
}

package org.penstock.classic.runtime;

import java.io.Serializable;
import java.util.Map;
import org.apache.beam.sdk.values.PCollectionView;

/** What a transform does, as it travels to the task. One record for each kind of transform. */
interface StepKind extends Serializable {
  /** Makes the running step; what it opens is closed by {@link Step#close}. */
  Step<?> open(StepContext context);

  /** The views that the transform reads, by their tags. */
  default Map<String, PCollectionView<?>> views() {
    return Map.of();
  }
}

package org.penstock.job.server;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;

/**
 * Gives transforms names of their own where a client has used one twice, which the model forbids
 * and Python's optimizer does: it leaves the combiners that it has packed without a name.
 */
final class UniqueNames {
  private UniqueNames() {}

  /** The pipeline with such names. */
  static RunnerApi.Pipeline of(RunnerApi.Pipeline pipeline) {
    Set<String> names = new HashSet<>();
    RunnerApi.Pipeline.Builder changed = pipeline.toBuilder();
    // By id, so that the same pipeline gets the same names again.
    for (Map.Entry<String, PTransform> one :
        new TreeMap<>(pipeline.getComponents().getTransformsMap()).entrySet()) {
      PTransform transform = one.getValue();
      String wanted = transform.getUniqueName();
      String name = wanted;
      for (int i = 1; !names.add(name); i++) {
        name = (wanted.isEmpty() ? "" : wanted + " ") + one.getKey() + (i == 1 ? "" : "-" + i);
      }
      if (!name.equals(wanted)) {
        changed
            .getComponentsBuilder()
            .putTransforms(one.getKey(), transform.toBuilder().setUniqueName(name).build());
      }
    }
    return changed.build();
  }
}

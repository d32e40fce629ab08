package org.penstock.portable.runtime;

import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.ModelCoders;

/**
 * Puts the length before elements that are windowed values themselves, such as those of {@code
 * Create.windowedValues} in Java. Java's harness takes a coder of windowed values for that of the
 * collection as a whole, and then measures such an element with the coder of what is in it.
 */
public final class WindowedCoders {
  private static final Set<String> WINDOWED =
      Set.of(ModelCoders.WINDOWED_VALUE_CODER_URN, ModelCoders.PARAM_WINDOWED_VALUE_CODER_URN);
  private static final String PREFIXED = "/prefixed";

  private WindowedCoders() {}

  /** The pipeline with such elements behind their length. */
  public static RunnerApi.Pipeline prefixed(RunnerApi.Pipeline pipeline) {
    RunnerApi.Components original = pipeline.getComponents();
    RunnerApi.Components.Builder changed = original.toBuilder();
    for (Map.Entry<String, RunnerApi.PCollection> one : original.getPcollectionsMap().entrySet()) {
      String coderId = one.getValue().getCoderId();
      String urn =
          original
              .getCodersOrDefault(coderId, RunnerApi.Coder.getDefaultInstance())
              .getSpec()
              .getUrn();
      if (WINDOWED.contains(urn)) {
        changed.putCoders(
            coderId + PREFIXED,
            RunnerApi.Coder.newBuilder()
                .setSpec(
                    RunnerApi.FunctionSpec.newBuilder().setUrn(ModelCoders.LENGTH_PREFIX_CODER_URN))
                .addComponentCoderIds(coderId)
                .build());
        changed.putPcollections(
            one.getKey(), one.getValue().toBuilder().setCoderId(coderId + PREFIXED).build());
      }
    }
    return pipeline.toBuilder().setComponents(changed).build();
  }
}

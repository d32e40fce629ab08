package org.penstock.portable.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * Gives the inputs of what only passes elements on, a {@code Flatten} or a {@code Reshuffle}, the
 * coder of its output. The runner cannot write anew what only an SDK can read, so that is left to a
 * transform in the environment that the input comes from, which is fused with the input's producer.
 */
public final class PassedOnCoders {
  private static final Set<String> URNS =
      Set.of(
          PTransformTranslation.FLATTEN_TRANSFORM_URN,
          PTransformTranslation.RESHUFFLE_URN,
          PTransformTranslation.REDISTRIBUTE_BY_KEY_URN,
          PTransformTranslation.REDISTRIBUTE_ARBITRARILY_URN);

  private final RunnerApi.Components original;
  private final RunnerApi.Components.Builder components;
  private final Map<String, RunnerApi.PTransform> producers = new HashMap<>();

  private PassedOnCoders(RunnerApi.Components original) {
    this.original = original;
    this.components = original.toBuilder();
    original
        .getTransformsMap()
        .values()
        .forEach(
            transform -> {
              if (transform.getSubtransformsCount() == 0) {
                transform.getOutputsMap().values().forEach(id -> producers.put(id, transform));
              }
            });
  }

  /** The pipeline with such transforms wherever coders differ. */
  public static RunnerApi.Pipeline align(RunnerApi.Pipeline pipeline) {
    PassedOnCoders coders = new PassedOnCoders(pipeline.getComponents());
    coders.alignAll();
    return pipeline.toBuilder().setComponents(coders.components).build();
  }

  private void alignAll() {
    original
        .getTransformsMap()
        .forEach(
            (id, transform) -> {
              if (URNS.contains(transform.getSpec().getUrn())
                  && transform.getInputsCount() > 0
                  && transform.getOutputsCount() == 1
                  && !joinedStage(id, transform)) {
                align(id, transform);
              }
            });
  }

  /**
   * A Flatten of one collection is how Java changes a trigger. Left to the worker that makes the
   * collection, it does not cut the stage in two.
   */
  private boolean joinedStage(String id, RunnerApi.PTransform flatten) {
    String input = flatten.getInputsMap().values().iterator().next();
    RunnerApi.PTransform producer = producers.get(input);
    if (!flatten.getSpec().getUrn().equals(PTransformTranslation.FLATTEN_TRANSFORM_URN)
        || flatten.getInputsCount() > 1
        || producer == null
        || !PortableStages.URNS.contains(producer.getSpec().getUrn())) {
      return false;
    }
    components.putTransforms(
        id,
        flatten.toBuilder()
            .setSpec(RunnerApi.FunctionSpec.newBuilder().setUrn(Retype.URN))
            .setEnvironmentId(producer.getEnvironmentId())
            .build());
    return true;
  }

  private void align(String id, RunnerApi.PTransform passing) {
    String output = passing.getOutputsMap().values().iterator().next();
    String coder = original.getPcollectionsOrThrow(output).getCoderId();
    RunnerApi.PTransform.Builder aligned =
        components.getTransformsOrThrow(id).toBuilder().clearInputs();
    RunnerApi.PTransform.Builder parts = RunnerApi.PTransform.newBuilder();
    passing
        .getInputsMap()
        .forEach(
            (tag, input) -> {
              RunnerApi.PCollection collection = original.getPcollectionsOrThrow(input);
              String environment = same(collection.getCoderId(), coder) ? "" : environment(input);
              if (environment.isEmpty()) {
                aligned.putInputs(tag, input);
              } else {
                String retype = unused(id + "/Retype/" + tag);
                String retyped = unused(input + "/Retyped");
                components.putPcollections(
                    retyped,
                    collection.toBuilder()
                        .setUniqueName(collection.getUniqueName() + "/Retyped" + retype)
                        .setCoderId(coder)
                        .build());
                components.putTransforms(
                    retype,
                    Retype.of(
                        passing.getUniqueName() + "/Retype/" + tag, environment, input, retyped));
                aligned.putInputs(tag, retyped);
                parts.addSubtransforms(retype);
              }
            });
    if (parts.getSubtransformsCount() > 0) {
      wrap(id, passing, aligned.build(), parts);
    }
  }

  /** Whoever has the transform among its parts gets a composite of it and what is before it. */
  private void wrap(
      String id,
      RunnerApi.PTransform passing,
      RunnerApi.PTransform aligned,
      RunnerApi.PTransform.Builder parts) {
    String inner = unused(id + "/Aligned");
    components.putTransforms(
        inner, aligned.toBuilder().setUniqueName(passing.getUniqueName() + "/Aligned").build());
    components.putTransforms(
        id,
        parts
            .setUniqueName(passing.getUniqueName())
            .putAllInputs(passing.getInputsMap())
            .putAllOutputs(passing.getOutputsMap())
            .addSubtransforms(inner)
            .build());
  }

  private boolean same(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    RunnerApi.Coder first = original.getCodersOrThrow(one);
    RunnerApi.Coder second = original.getCodersOrThrow(other);
    if (!first.getSpec().equals(second.getSpec())
        || first.getComponentCoderIdsCount() != second.getComponentCoderIdsCount()) {
      return false;
    }
    for (int i = 0; i < first.getComponentCoderIdsCount(); i++) {
      if (!same(first.getComponentCoderIds(i), second.getComponentCoderIds(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The environment of whatever has made the elements, possibly with shuffles and the like in
   * between; empty where there is none.
   */
  private String environment(String pcollection) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(pcollection);
    while (!open.isEmpty()) {
      String next = open.poll();
      RunnerApi.PTransform producer = producers.get(next);
      if (producer != null && seen.add(next)) {
        if (PortableStages.URNS.contains(producer.getSpec().getUrn())) {
          return producer.getEnvironmentId();
        }
        open.addAll(producer.getInputsMap().values());
      }
    }
    return "";
  }

  private String unused(String wanted) {
    String id = wanted;
    for (int i = 1; components.containsTransforms(id) || components.containsPcollections(id); i++) {
      id = wanted + i;
    }
    return id;
  }
}

package org.penstock.portable.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExecutableStagePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Takes apart the stages that a client has fused: each becomes a composite of its transforms, which
 * the runner fuses by its own rules, like those of every other pipeline.
 */
public final class FusedStages {
  /** A stage that arrives fused. */
  public static final String URN = "beam:runner:executable_stage:v1";

  private final RunnerApi.Components.Builder components;

  private FusedStages(RunnerApi.Components.Builder components) {
    this.components = components;
  }

  /**
   * The pipeline without fused stages; the same one if there is none.
   *
   * @throws IllegalArgumentException if a stage cannot be read, or contradicts the pipeline
   */
  public static RunnerApi.Pipeline apart(RunnerApi.Pipeline pipeline) {
    Map<String, PTransform> stages = new LinkedHashMap<>();
    pipeline
        .getComponents()
        .getTransformsMap()
        .forEach(
            (id, transform) -> {
              if (transform.getSpec().getUrn().equals(URN)) {
                stages.put(id, transform);
              }
            });
    if (stages.isEmpty()) {
      return pipeline;
    }
    FusedStages fused = new FusedStages(pipeline.getComponents().toBuilder());
    stages.forEach(fused::takeApart);
    return pipeline.toBuilder().setComponents(fused.components).build();
  }

  private void takeApart(String id, PTransform stage) {
    ExecutableStagePayload payload = payload(id, stage);
    adopt(id, payload.getComponents());
    PTransform.Builder composite = stage.toBuilder().clearSpec();
    for (PTransform member : inOrder(id, payload)) {
      String name = unused(id + "/" + member.getUniqueName());
      components.putTransforms(name, member);
      composite.addSubtransforms(name);
    }
    components.putTransforms(id, composite.build());
  }

  private static ExecutableStagePayload payload(String id, PTransform stage) {
    try {
      return ExecutableStagePayload.parseFrom(stage.getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          String.format(
              "The payload of the transform %s (%s, id %s) is no ExecutableStagePayload: %s",
              stage.getUniqueName(), URN, id, e.getMessage()),
          e);
    }
  }

  /** A stage has a copy of the components that it names, also of those that only it has. */
  private void adopt(String id, RunnerApi.Components own) {
    adopt(id, own.getCodersMap(), components.getCodersMap(), components::putCoders);
    adopt(
        id,
        own.getWindowingStrategiesMap(),
        components.getWindowingStrategiesMap(),
        components::putWindowingStrategies);
    adopt(
        id, own.getPcollectionsMap(), components.getPcollectionsMap(), components::putPcollections);
    adopt(
        id, own.getEnvironmentsMap(), components.getEnvironmentsMap(), components::putEnvironments);
  }

  private static <T> void adopt(
      String id, Map<String, T> own, Map<String, T> present, BiConsumer<String, T> put) {
    own.forEach(
        (name, component) -> {
          T known = present.get(name);
          if (known == null) {
            put.accept(name, component);
          } else if (!known.equals(component)) {
            throw new IllegalArgumentException(
                String.format(
                    "The component %s of the fused stage %s is not the one of the pipeline: expected %s,"
                        + " found %s",
                    name, id, known, component));
          }
        });
  }

  /** The transforms so that each comes after those it reads from; they arrive in any order. */
  private static List<PTransform> inOrder(String id, ExecutableStagePayload stage) {
    Map<String, PTransform> open = new LinkedHashMap<>();
    Set<String> awaited = new HashSet<>();
    for (String member : stage.getTransformsList()) {
      PTransform transform = stage.getComponents().getTransformsMap().get(member);
      if (transform == null) {
        throw new IllegalArgumentException(
            "The fused stage "
                + id
                + " names the transform "
                + member
                + ", which it does not hold");
      }
      open.put(member, transform);
      awaited.addAll(transform.getOutputsMap().values());
    }
    List<PTransform> ordered = new ArrayList<>();
    while (!open.isEmpty()) {
      int before = open.size();
      for (Iterator<PTransform> each = open.values().iterator(); each.hasNext(); ) {
        PTransform transform = each.next();
        if (transform.getInputsMap().values().stream().noneMatch(awaited::contains)) {
          ordered.add(transform);
          awaited.removeAll(transform.getOutputsMap().values());
          each.remove();
        }
      }
      if (open.size() == before) {
        throw new IllegalArgumentException(
            "The transforms " + open.keySet() + " of the fused stage " + id + " are a cycle");
      }
    }
    return ordered;
  }

  private String unused(String wanted) {
    String id = wanted;
    for (int i = 1; components.containsTransforms(id); i++) {
      id = wanted + i;
    }
    return id;
  }
}

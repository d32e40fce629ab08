package org.penstock.portable.runtime;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExecutableStagePayload;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.spi.SideInput;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;

/** Makes the payloads of stages. */
final class StagePayload {
  private static final String TRUNCATED = "/Truncated";

  private StagePayload() {}

  static ExecutableStagePayload of(Stage stage, RunnerApi.Components components) {
    ExecutableStagePayload.Builder payload =
        ExecutableStagePayload.newBuilder()
            .setEnvironment(environment(stage, components))
            .setInput(stage.input())
            .addAllOutputs(stage.outputs());
    RunnerApi.Components.Builder kept = components.toBuilder().clearTransforms();
    for (TransformNode node : stage.transforms()) {
      payload.addTransforms(node.id());
      kept.putTransforms(node.id(), forWorker(node.transform()));
      if (PortableStages.PAR_DOS.contains(node.urn())) {
        RunnerApi.ParDoPayload parDo = PortableStages.payload(node.id(), node.transform());
        addStateAndTimers(node.id(), parDo, payload);
      }
    }
    for (SideInput one : stage.sideInputs()) {
      payload.addSideInputs(
          ExecutableStagePayload.SideInputId.newBuilder()
              .setTransformId(one.transformId())
              .setLocalName(one.tag()));
    }
    keepOnly(pcollections(stage), kept);
    return withReadableState(payload.setComponents(kept).build());
  }

  private static RunnerApi.PTransform forWorker(RunnerApi.PTransform transform) {
    RunnerApi.PTransform.Builder forWorker = transform.toBuilder();
    // Its parts are not in the stage, and Java's harness refuses what has parts.
    forWorker.clearSubtransforms();
    if (transform.getSpec().getUrn().equals(Retype.URN)) {
      forWorker.getSpecBuilder().setUrn(PTransformTranslation.FLATTEN_TRANSFORM_URN);
    }
    return forWorker.build();
  }

  private static void addStateAndTimers(
      String id, RunnerApi.ParDoPayload parDo, ExecutableStagePayload.Builder payload) {
    for (String state : new TreeSet<>(parDo.getStateSpecsMap().keySet())) {
      payload.addUserStates(
          ExecutableStagePayload.UserStateId.newBuilder().setTransformId(id).setLocalName(state));
    }
    for (String family : new TreeSet<>(parDo.getTimerFamilySpecsMap().keySet())) {
      payload.addTimers(
          ExecutableStagePayload.TimerId.newBuilder().setTransformId(id).setLocalName(family));
    }
  }

  private static RunnerApi.Environment environment(Stage stage, RunnerApi.Components components) {
    for (TransformNode node : stage.transforms()) {
      String id = node.transform().getEnvironmentId();
      if (!id.isEmpty()) {
        RunnerApi.Environment environment = components.getEnvironmentsMap().get(id);
        if (environment == null) {
          throw new IllegalArgumentException(
              String.format(
                  "The transform %s runs in the environment %s, which the pipeline does not have;"
                      + " it has %s",
                  node.name(), id, components.getEnvironmentsMap().keySet()));
        }
        return environment;
      }
    }
    throw new IllegalArgumentException(
        "No transform of the stage of "
            + stage.root().name()
            + " says in which environment it runs");
  }

  private static Set<String> pcollections(Stage stage) {
    Set<String> used = new HashSet<>();
    for (TransformNode node : stage.transforms()) {
      used.addAll(node.transform().getInputsMap().values());
      used.addAll(node.transform().getOutputsMap().values());
    }
    return used;
  }

  /** A stage is sent to every task and to the worker, so it had better be small. */
  private static void keepOnly(Set<String> pcollections, RunnerApi.Components.Builder kept) {
    List.copyOf(kept.getPcollectionsMap().keySet()).stream()
        .filter(id -> !pcollections.contains(id))
        .forEach(kept::removePcollections);
  }

  /**
   * Has the worker put the length before values of multimap state that only it could read. The
   * protocol's answer to a request for all entries says how many values a key has, and a worker
   * that adds values does not. And has it tell the end of windows.
   */
  static ExecutableStagePayload withReadableState(ExecutableStagePayload stage) {
    RunnerApi.Components.Builder components =
        PortableComponents.withWindowEnds(stage.getComponents()).toBuilder();
    for (Map.Entry<String, RunnerApi.PTransform> one :
        stage.getComponents().getTransformsMap().entrySet()) {
      if (!PortableStages.PAR_DOS.contains(one.getValue().getSpec().getUrn())) {
        continue;
      }
      RunnerApi.ParDoPayload parDo = PortableStages.payload(one.getKey(), one.getValue());
      RunnerApi.ParDoPayload.Builder changed = parDo.toBuilder();
      parDo
          .getStateSpecsMap()
          .forEach((id, spec) -> changed.putStateSpecs(id, prefixed(spec, components)));
      if (!changed.getStateSpecsMap().equals(parDo.getStateSpecsMap())) {
        RunnerApi.PTransform.Builder transform = one.getValue().toBuilder();
        transform.getSpecBuilder().setPayload(changed.build().toByteString());
        components.putTransforms(one.getKey(), transform.build());
      }
    }
    return stage.toBuilder().setComponents(components).build();
  }

  private static RunnerApi.StateSpec prefixed(
      RunnerApi.StateSpec spec, RunnerApi.Components.Builder components) {
    if (!spec.hasMultimapSpec()) {
      return spec;
    }
    RunnerApi.MultimapStateSpec multimap = spec.getMultimapSpec();
    return spec.toBuilder()
        .setMultimapSpec(
            multimap.toBuilder()
                .setValueCoderId(
                    LengthPrefixUnknownCoders.addLengthPrefixedCoder(
                        multimap.getValueCoderId(), components, false)))
        .build();
  }

  /** The transform that reads the input, as its main input before all. */
  static String root(ExecutableStagePayload stage) {
    for (String id : stage.getTransformsList()) {
      RunnerApi.PTransform transform = stage.getComponents().getTransformsOrThrow(id);
      if (transform.getInputsMap().containsValue(stage.getInput())) {
        return id;
      }
    }
    throw new IllegalArgumentException(
        "No transform of the stage reads the stage's input, " + stage.getInput());
  }

  /** A stage with only the truncating part of a splittable DoFn. */
  static ExecutableStagePayload truncation(ExecutableStagePayload stage, String root) {
    RunnerApi.Components components = stage.getComponents();
    RunnerApi.PTransform process = components.getTransformsOrThrow(root);
    String output = stage.getInput() + TRUNCATED;
    RunnerApi.PTransform.Builder truncate =
        process.toBuilder()
            .setUniqueName(process.getUniqueName() + TRUNCATED)
            .clearOutputs()
            .putOutputs("out", output);
    truncate
        .getSpecBuilder()
        .setUrn(PTransformTranslation.SPLITTABLE_TRUNCATE_SIZED_RESTRICTION_URN);
    RunnerApi.PCollection input = components.getPcollectionsOrThrow(stage.getInput());
    ExecutableStagePayload.Builder truncation =
        stage.toBuilder()
            .clearSideInputs()
            .clearTransforms()
            .addTransforms(root)
            .clearOutputs()
            .addOutputs(output)
            .setComponents(
                components.toBuilder()
                    .clearTransforms()
                    .putTransforms(root, truncate.build())
                    .putPcollections(
                        output,
                        input.toBuilder()
                            .setUniqueName(input.getUniqueName() + TRUNCATED)
                            .build()));
    stage.getSideInputsList().stream()
        .filter(one -> one.getTransformId().equals(root))
        .forEach(truncation::addSideInputs);
    return truncation.build();
  }
}

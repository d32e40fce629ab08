package org.penstock.core.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.graph.ProtoOverrides.TransformReplacement;
import org.apache.beam.sdk.util.construction.graph.SplittableParDoExpander;

/**
 * Replaces each splittable ParDo by its parts: pair with restriction, split and size, redistribute,
 * process. The redistribution spreads the restrictions over the subtasks before they are processed.
 *
 * <p>One ParDo after the other, each against the components that the one before has left: Beam's
 * {@code ProtoOverrides.updateTransform} picks all new ids against the original components, so that
 * two splittable ParDos which read one PCollection would get the same ids.
 */
final class SplittableExpansion {
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";

  private SplittableExpansion() {}

  static RunnerApi.Pipeline expand(RunnerApi.Pipeline pipeline) {
    List<String> splittable =
        pipeline.getComponents().getTransformsMap().entrySet().stream()
            .filter(entry -> isSplittable(entry.getKey(), entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (splittable.isEmpty()) {
      return pipeline;
    }
    RunnerApi.Components.Builder components = pipeline.getComponents().toBuilder();
    for (String id : splittable) {
      replace(id, components);
    }
    return pipeline.toBuilder().setComponents(components).build();
  }

  private static boolean isSplittable(String id, RunnerApi.PTransform transform) {
    return transform.getSpec().getUrn().equals(PTransformTranslation.PAR_DO_TRANSFORM_URN)
        && !ParDos.payload(id, transform).getRestrictionCoderId().isEmpty();
  }

  private static void replace(String id, RunnerApi.Components.Builder components) {
    TransformReplacement sized = SplittableParDoExpander.createSizedReplacement();
    RunnerApi.MessageWithComponents replacement = sized.getReplacement(id, components.build());
    if (replacement == null) {
      throw new IllegalStateException("Beam does not expand the splittable ParDo " + id);
    }
    components.mergeFrom(replacement.getComponents());
    RunnerApi.PTransform composite = replacement.getPtransform();
    int last = composite.getSubtransformsCount() - 1;
    String process = composite.getSubtransforms(last);
    String split = composite.getSubtransforms(last - 1);
    String redistribute = redistribute(split, process, components);
    components.putTransforms(
        id,
        composite.toBuilder()
            .setSubtransforms(last, redistribute)
            .addSubtransforms(process)
            .build());
  }

  /** Puts a redistribution between two transforms and returns its id. */
  private static String redistribute(
      String before, String after, RunnerApi.Components.Builder components) {
    RunnerApi.PTransform producer = components.getTransformsOrThrow(before);
    RunnerApi.PTransform consumer = components.getTransformsOrThrow(after);
    String from = producer.getOutputsMap().values().iterator().next();
    String to = unused(from + "/Redistributed", components.getPcollectionsMap().keySet());
    RunnerApi.PCollection split = components.getPcollectionsOrThrow(from);
    components.putPcollections(
        to, split.toBuilder().setUniqueName(split.getUniqueName() + "/Redistributed").build());

    RunnerApi.PTransform.Builder rewired = consumer.toBuilder();
    consumer
        .getInputsMap()
        .forEach(
            (tag, pcollection) -> {
              if (pcollection.equals(from)) {
                rewired.putInputs(tag, to);
              }
            });
    components.putTransforms(after, rewired.build());

    String id = unused(before + "/Redistribute", components.getTransformsMap().keySet());
    components.putTransforms(
        id,
        RunnerApi.PTransform.newBuilder()
            .setUniqueName(producer.getUniqueName() + "/Redistribute")
            .setSpec(
                RunnerApi.FunctionSpec.newBuilder()
                    .setUrn(PTransformTranslation.REDISTRIBUTE_ARBITRARILY_URN)
                    .setPayload(RunnerApi.RedistributePayload.getDefaultInstance().toByteString()))
            .putInputs(INPUT, from)
            .putOutputs(OUTPUT, to)
            .build());
    return id;
  }

  private static String unused(String wanted, Set<String> taken) {
    String id = wanted;
    for (int i = 1; taken.contains(id); i++) {
      id = wanted + i;
    }
    return id;
  }
}

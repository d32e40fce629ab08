package org.penstock.portable.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Has combiners run before the shuffle as well: each {@code combine_per_key} becomes four parts, of
 * which the first combines what a bundle has of a key and window, the second shuffles the
 * accumulators, the third merges and the last extracts the result.
 *
 * <p>Windows may merge: before they do, only elements of the very same window are combined.
 * Combining before the shuffle changes when triggers that count elements fire, for they count
 * accumulators then; and it keeps one timestamp of a bundle's elements. So a combiner stays whole
 * unless its trigger is the default one and its results take the end of the window as their time.
 */
public final class CombineLifting {
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";

  private CombineLifting() {}

  /**
   * The pipeline with its combiners lifted where that changes nothing but the speed.
   *
   * @throws IllegalArgumentException if a payload or a coder of a combiner is broken
   */
  public static RunnerApi.Pipeline lift(RunnerApi.Pipeline pipeline) {
    RunnerApi.Components.Builder components = pipeline.getComponents().toBuilder();
    boolean lifted = false;
    for (Map.Entry<String, RunnerApi.PTransform> one :
        pipeline.getComponents().getTransformsMap().entrySet()) {
      if (liftable(one.getValue(), pipeline.getComponents())) {
        new Combiner(one.getKey(), one.getValue(), components).lift();
        lifted = true;
      }
    }
    return lifted ? pipeline.toBuilder().setComponents(components).build() : pipeline;
  }

  private static boolean liftable(RunnerApi.PTransform transform, RunnerApi.Components components) {
    if (!transform.getSpec().getUrn().equals(PTransformTranslation.COMBINE_PER_KEY_TRANSFORM_URN)
        || transform.getInputsCount() != 1
        || transform.getOutputsCount() != 1) {
      return false;
    }
    RunnerApi.PCollection input =
        components.getPcollectionsOrThrow(transform.getInputsMap().values().iterator().next());
    return keyedCoder(input, components).isPresent()
        && !environment(transform, components).isEmpty()
        && allows(components.getWindowingStrategiesOrThrow(input.getWindowingStrategyId()));
  }

  /** Whether no result changes its content, its time or its number. */
  private static boolean allows(RunnerApi.WindowingStrategy windowing) {
    return (windowing.getTrigger().hasDefault() || !windowing.hasTrigger())
        && windowing.getOutputTime() == RunnerApi.OutputTime.Enum.END_OF_WINDOW;
  }

  /** The environment that the combiner's function runs in; composites often do not say. */
  private static String environment(
      RunnerApi.PTransform transform, RunnerApi.Components components) {
    if (!transform.getEnvironmentId().isEmpty()) {
      return transform.getEnvironmentId();
    }
    for (String part : transform.getSubtransformsList()) {
      String found = environment(components.getTransformsOrThrow(part), components);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }

  private static Optional<RunnerApi.Coder> keyedCoder(
      RunnerApi.PCollection input, RunnerApi.Components components) {
    RunnerApi.Coder coder = components.getCodersOrThrow(input.getCoderId());
    return coder.getSpec().getUrn().equals(ModelCoders.KV_CODER_URN)
        ? Optional.of(coder)
        : Optional.empty();
  }

  /** One combiner on its way to be four. */
  private static final class Combiner {
    private final String id;
    private final RunnerApi.PTransform transform;
    private final RunnerApi.Components.Builder components;

    Combiner(String id, RunnerApi.PTransform transform, RunnerApi.Components.Builder components) {
      this.id = id;
      this.transform = transform;
      this.components = components;
    }

    void lift() {
      String input = transform.getInputsMap().values().iterator().next();
      String output = transform.getOutputsMap().values().iterator().next();
      RunnerApi.PCollection source = components.getPcollectionsOrThrow(input);
      RunnerApi.PCollection result = components.getPcollectionsOrThrow(output);
      String keyCoder = components.getCodersOrThrow(source.getCoderId()).getComponentCoderIds(0);
      String accumulator = accumulatorCoder();
      String pairs = coder("Accumulators", ModelCoders.KV_CODER_URN, keyCoder, accumulator);
      String iterable = coder("Iterable", ModelCoders.ITERABLE_CODER_URN, accumulator);
      String groups = coder("Groups", ModelCoders.KV_CODER_URN, keyCoder, iterable);
      String precombined = pcollection("Precombined", source, pairs, result);
      String grouped = pcollection("Grouped", result, groups, result);
      String merged = pcollection("Merged", result, pairs, result);

      String environment = environment(transform, components.build());
      List<String> parts =
          List.of(
              part(
                  "Precombine",
                  PTransformTranslation.COMBINE_PER_KEY_PRECOMBINE_TRANSFORM_URN,
                  environment,
                  input,
                  precombined),
              part(
                  "Group",
                  PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN,
                  "",
                  precombined,
                  grouped),
              part(
                  "Merge",
                  PTransformTranslation.COMBINE_PER_KEY_MERGE_ACCUMULATORS_TRANSFORM_URN,
                  environment,
                  grouped,
                  merged),
              part(
                  "Extract",
                  PTransformTranslation.COMBINE_PER_KEY_EXTRACT_OUTPUTS_TRANSFORM_URN,
                  environment,
                  merged,
                  output));
      removeParts(transform);
      // Nobody may take it as a whole any more.
      components.putTransforms(
          id,
          transform.toBuilder()
              .clearSpec()
              .clearSubtransforms()
              .addAllSubtransforms(parts)
              .build());
    }

    private String accumulatorCoder() {
      try {
        return RunnerApi.CombinePayload.parseFrom(transform.getSpec().getPayload())
            .getAccumulatorCoderId();
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalArgumentException(
            "The payload of the combiner " + transform.getUniqueName() + " cannot be read", e);
      }
    }

    private String coder(String name, String urn, String... partIds) {
      String coderId = unused(id + "/" + name, components.getCodersMap().keySet());
      components.putCoders(
          coderId,
          RunnerApi.Coder.newBuilder()
              .setSpec(RunnerApi.FunctionSpec.newBuilder().setUrn(urn))
              .addAllComponentCoderIds(List.of(partIds))
              .build());
      return coderId;
    }

    /** A PCollection with the windowing of one and the boundedness of the other. */
    private String pcollection(
        String name,
        RunnerApi.PCollection windowing,
        String coderId,
        RunnerApi.PCollection bounds) {
      String pcollectionId = unused(id + "/" + name, components.getPcollectionsMap().keySet());
      components.putPcollections(
          pcollectionId,
          bounds.toBuilder()
              .setUniqueName(transform.getUniqueName() + "/" + name)
              .setCoderId(coderId)
              .setWindowingStrategyId(windowing.getWindowingStrategyId())
              .build());
      return pcollectionId;
    }

    private String part(String name, String urn, String environment, String from, String to) {
      String partId = unused(id + "/" + name, components.getTransformsMap().keySet());
      RunnerApi.FunctionSpec.Builder spec = RunnerApi.FunctionSpec.newBuilder().setUrn(urn);
      if (!environment.isEmpty()) {
        spec.setPayload(transform.getSpec().getPayload());
      }
      components.putTransforms(
          partId,
          RunnerApi.PTransform.newBuilder()
              .setUniqueName(transform.getUniqueName() + "/" + name)
              .setSpec(spec)
              .setEnvironmentId(environment)
              .putInputs(INPUT, from)
              .putOutputs(OUTPUT, to)
              .build());
      return partId;
    }

    private void removeParts(RunnerApi.PTransform composite) {
      for (String part : composite.getSubtransformsList()) {
        removeParts(components.getTransformsOrThrow(part));
        components.removeTransforms(part);
      }
    }

    private static String unused(String wanted, Set<String> taken) {
      String name = wanted;
      for (int i = 1; taken.contains(name); i++) {
        name = wanted + i;
      }
      return name;
    }
  }
}

package org.penstock.portable.runtime;

import java.util.HashSet;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExecutableStagePayload;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * A stage that does nothing but merge windows of a kind that only the SDK knows. Its element is a
 * key, which it hands on, and all windows; its output the same key with the windows that are as
 * they were, and the merged ones with those that they are made of. Windows are written with their
 * end, behind the length of both.
 */
final class WindowMerging {
  private static final String TRANSFORM = "merge";
  private static final String INPUT = "windows";
  private static final String OUTPUT = "merged";
  private static final String GLOBAL = "global";
  private static final String BYTES = "merging/bytes";
  private static final String WINDOW = "merging/window";

  private WindowMerging() {}

  /**
   * The stage of a windowing strategy.
   *
   * @throws IllegalArgumentException if the strategy does not say where its function runs
   */
  static ExecutableStagePayload stage(
      RunnerApi.WindowingStrategy strategy, RunnerApi.ComponentsOrBuilder components) {
    RunnerApi.Environment environment =
        components.getEnvironmentsMap().get(strategy.getEnvironmentId());
    if (environment == null) {
      throw new IllegalArgumentException(
          String.format(
              "A windowing strategy has windows that merge by %s, and its environment '%s' is none"
                  + " of the pipeline's: %s",
              strategy.getWindowFn().getUrn(),
              strategy.getEnvironmentId(),
              components.getEnvironmentsMap().keySet()));
    }
    RunnerApi.Components.Builder stage = RunnerApi.Components.newBuilder();
    addCoders(strategy.getWindowCoderId(), components, stage);
    stage
        .putEnvironments(strategy.getEnvironmentId(), environment)
        .putWindowingStrategies(GLOBAL, globally(strategy.getEnvironmentId()))
        .putPcollections(INPUT, pcollection(INPUT, "merging/in"))
        .putPcollections(OUTPUT, pcollection(OUTPUT, "merging/out"))
        .putTransforms(
            TRANSFORM,
            RunnerApi.PTransform.newBuilder()
                .setUniqueName("Merge windows by " + strategy.getWindowFn().getUrn())
                .setSpec(
                    RunnerApi.FunctionSpec.newBuilder()
                        .setUrn(PTransformTranslation.MERGE_WINDOWS_TRANSFORM_URN)
                        .setPayload(strategy.getWindowFn().toByteString()))
                .setEnvironmentId(strategy.getEnvironmentId())
                .putInputs("in", INPUT)
                .putOutputs("out", OUTPUT)
                .build());
    return ExecutableStagePayload.newBuilder()
        .setEnvironment(environment)
        .setInput(INPUT)
        .addOutputs(OUTPUT)
        .addTransforms(TRANSFORM)
        .setComponents(stage)
        .build();
  }

  private static void addCoders(
      String windowCoder,
      RunnerApi.ComponentsOrBuilder components,
      RunnerApi.Components.Builder stage) {
    Set<String> seen = new HashSet<>();
    copy(windowCoder, components, stage, seen);
    // The length behind the end is there in the windows of elements, too.
    stage
        .putCoders(BYTES, coder(ModelCoders.BYTES_CODER_URN))
        .putCoders("merging/global", coder(ModelCoders.GLOBAL_WINDOW_CODER_URN))
        .putCoders(
            "merging/bare", coder(ModelCoders.LENGTH_PREFIX_CODER_URN, bare(windowCoder, stage)))
        .putCoders("merging/end", coder(ModelCoders.CUSTOM_WINDOW_CODER_URN, "merging/bare"))
        .putCoders(WINDOW, coder(ModelCoders.LENGTH_PREFIX_CODER_URN, "merging/end"))
        .putCoders("merging/all", coder(ModelCoders.ITERABLE_CODER_URN, WINDOW))
        .putCoders("merging/one", coder(ModelCoders.KV_CODER_URN, WINDOW, "merging/all"))
        .putCoders("merging/ones", coder(ModelCoders.ITERABLE_CODER_URN, "merging/one"))
        .putCoders("merging/result", coder(ModelCoders.KV_CODER_URN, "merging/all", "merging/ones"))
        .putCoders("merging/in", coder(ModelCoders.KV_CODER_URN, BYTES, "merging/all"))
        .putCoders("merging/out", coder(ModelCoders.KV_CODER_URN, BYTES, "merging/result"));
  }

  /** The coder of the windows themselves, where that of the strategy writes the end as well. */
  private static String bare(String windowCoder, RunnerApi.ComponentsOrBuilder components) {
    RunnerApi.Coder coder = components.getCodersOrThrow(windowCoder);
    return coder.getSpec().getUrn().equals(ModelCoders.CUSTOM_WINDOW_CODER_URN)
        ? coder.getComponentCoderIds(0)
        : windowCoder;
  }

  private static void copy(
      String coderId,
      RunnerApi.ComponentsOrBuilder from,
      RunnerApi.Components.Builder to,
      Set<String> seen) {
    if (seen.add(coderId)) {
      RunnerApi.Coder coder = from.getCodersOrThrow(coderId);
      to.putCoders(coderId, coder);
      coder.getComponentCoderIdsList().forEach(part -> copy(part, from, to, seen));
    }
  }

  private static RunnerApi.Coder coder(String urn, String... parts) {
    RunnerApi.Coder.Builder coder =
        RunnerApi.Coder.newBuilder().setSpec(RunnerApi.FunctionSpec.newBuilder().setUrn(urn));
    for (String part : parts) {
      coder.addComponentCoderIds(part);
    }
    return coder.build();
  }

  private static RunnerApi.PCollection pcollection(String name, String coderId) {
    return RunnerApi.PCollection.newBuilder()
        .setUniqueName(name)
        .setCoderId(coderId)
        .setWindowingStrategyId(GLOBAL)
        .setIsBounded(RunnerApi.IsBounded.Enum.BOUNDED)
        .build();
  }

  private static RunnerApi.WindowingStrategy globally(String environmentId) {
    return RunnerApi.WindowingStrategy.newBuilder()
        .setWindowFn(RunnerApi.FunctionSpec.newBuilder().setUrn("beam:window_fn:global_windows:v1"))
        .setMergeStatus(RunnerApi.MergeStatus.Enum.NON_MERGING)
        .setWindowCoderId("merging/global")
        .setTrigger(
            RunnerApi.Trigger.newBuilder()
                .setDefault(RunnerApi.Trigger.Default.getDefaultInstance()))
        .setAccumulationMode(RunnerApi.AccumulationMode.Enum.DISCARDING)
        .setOutputTime(RunnerApi.OutputTime.Enum.END_OF_WINDOW)
        .setClosingBehavior(RunnerApi.ClosingBehavior.Enum.EMIT_IF_NONEMPTY)
        .setOnTimeBehavior(RunnerApi.OnTimeBehavior.Enum.FIRE_ALWAYS)
        .setEnvironmentId(environmentId)
        .build();
  }
}

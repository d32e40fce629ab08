package org.penstock.portable.runtime;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.WindowingStrategyTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.runtime.PipelineComponents;

/**
 * The components of a pipeline of any SDK as the runner sees them: what a coder writes that only
 * the SDK knows is bytes with their length before them, and so are windows of unknown kinds.
 *
 * <p>The rule is the one that Beam's {@code ProcessBundleDescriptors} has for the wire between
 * runner and worker, so what a stage puts out can be passed on as it is.
 */
public final class PortableComponents {
  private static final String SERIALIZED_WINDOW_FN =
      WindowingStrategyTranslation.SERIALIZED_JAVA_WINDOWFN_URN;
  private static final String CUSTOM_WINDOW =
      BeamUrns.getUrn(RunnerApi.StandardCoders.Enum.CUSTOM_WINDOW);
  private static final Set<String> KNOWN_WINDOWS =
      Set.of(
          ModelCoders.GLOBAL_WINDOW_CODER_URN,
          ModelCoders.INTERVAL_WINDOW_CODER_URN,
          CUSTOM_WINDOW);

  private PortableComponents() {}

  /**
   * Reads the components of a pipeline as it was submitted.
   *
   * @throws IllegalArgumentException if a coder is missing
   */
  public static PipelineComponents read(RunnerApi.Components original) {
    return PipelineComponents.of(rewrite(original));
  }

  private static RunnerApi.Components rewrite(RunnerApi.Components original) {
    RunnerApi.Components.Builder rewritten = withWindowEnds(original).toBuilder();
    for (Map.Entry<String, RunnerApi.PCollection> one : original.getPcollectionsMap().entrySet()) {
      RunnerApi.PCollection pcollection = one.getValue();
      if (!original.containsCoders(pcollection.getCoderId())) {
        throw new IllegalArgumentException(
            String.format(
                "The PCollection %s has the coder %s, which the pipeline does not have",
                one.getKey(), pcollection.getCoderId()));
      }
      rewritten.putPcollections(
          one.getKey(),
          pcollection.toBuilder()
              .setCoderId(
                  LengthPrefixUnknownCoders.addLengthPrefixedCoder(
                      pcollection.getCoderId(), rewritten, true))
              .build());
    }
    for (Map.Entry<String, RunnerApi.WindowingStrategy> one :
        List.copyOf(rewritten.getWindowingStrategiesMap().entrySet())) {
      rewritten.putWindowingStrategies(one.getKey(), readable(one.getValue(), rewritten));
    }
    return rewritten.build();
  }

  /**
   * Has the SDK write the end of a window before each window of a kind that the runner does not
   * know, for grouping must know it.
   */
  static RunnerApi.Components withWindowEnds(RunnerApi.Components original) {
    RunnerApi.Components.Builder changed = original.toBuilder();
    for (Map.Entry<String, RunnerApi.WindowingStrategy> one :
        original.getWindowingStrategiesMap().entrySet()) {
      String coderId = one.getValue().getWindowCoderId();
      RunnerApi.Coder coder = original.getCodersMap().get(coderId);
      if (coder == null || KNOWN_WINDOWS.contains(coder.getSpec().getUrn())) {
        continue;
      }
      String withEnd = coderId + "-with-end";
      changed.putCoders(
          withEnd,
          RunnerApi.Coder.newBuilder()
              .setSpec(RunnerApi.FunctionSpec.newBuilder().setUrn(CUSTOM_WINDOW))
              .addComponentCoderIds(coderId)
              .build());
      changed.putWindowingStrategies(
          one.getKey(), one.getValue().toBuilder().setWindowCoderId(withEnd).build());
    }
    return changed.build();
  }

  private static RunnerApi.WindowingStrategy readable(
      RunnerApi.WindowingStrategy strategy, RunnerApi.ComponentsOrBuilder components) {
    Coder<? extends BoundedWindow> known = windowCoder(strategy, components);
    if (!(known instanceof OpaqueWindowCoder) && canRead(strategy.getWindowFn())) {
      return strategy;
    }
    PortableStageSpec merging =
        strategy.getMergeStatus() == RunnerApi.MergeStatus.Enum.NEEDS_MERGE
            ? PortableStageSpec.of(WindowMerging.stage(strategy, components))
            : null;
    return strategy.toBuilder()
        .setWindowFn(
            RunnerApi.FunctionSpec.newBuilder()
                .setUrn(SERIALIZED_WINDOW_FN)
                .setPayload(
                    ByteString.copyFrom(
                        SerializableUtils.serializeToByteArray(
                            new RemoteWindowFn(known, merging)))))
        .build();
  }

  /** The coder of a strategy's windows on the runner's side. */
  private static Coder<? extends BoundedWindow> windowCoder(
      RunnerApi.WindowingStrategy strategy, RunnerApi.ComponentsOrBuilder components) {
    String urn =
        components
            .getCodersOrDefault(strategy.getWindowCoderId(), RunnerApi.Coder.getDefaultInstance())
            .getSpec()
            .getUrn();
    if (urn.equals(ModelCoders.GLOBAL_WINDOW_CODER_URN)) {
      return GlobalWindow.Coder.INSTANCE;
    }
    if (urn.equals(ModelCoders.INTERVAL_WINDOW_CODER_URN)) {
      return IntervalWindow.getCoder();
    }
    return new OpaqueWindowCoder(true);
  }

  /** Whether the runner can call the window function itself. */
  private static boolean canRead(RunnerApi.FunctionSpec windowFn) {
    try {
      WindowingStrategyTranslation.windowFnFromProto(windowFn);
      return true;
    } catch (RuntimeException e) {
      // Of another SDK, or of a class that is only with the user's code.
      return false;
    }
  }
}

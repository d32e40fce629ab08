package org.penstock.portable.streaming;

import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.PipelineComponents;
import org.penstock.spi.TransformNode;

/** What this path cannot run in a stage. */
final class Refusals {
  private Refusals() {}

  /** Why that transform cannot be run, or empty where it can. */
  static Optional<String> of(TransformNode node, PipelineComponents components) {
    RunnerApi.ParDoPayload payload = Nodes.parDo(node);
    if (payload.getStateSpecsCount() == 0 && payload.getTimerFamilySpecsCount() == 0) {
      return Optional.empty();
    }
    WindowingStrategy<?, ?> windowing = components.windowingOf(mainInput(node, payload));
    return windowing.needsMerge()
        ? Optional.of(
            "it has state or timers, which Beam does not define for windows that merge ("
                + windowing.getWindowFn()
                + "); group or combine its input first")
        : Optional.empty();
  }

  private static String mainInput(TransformNode node, RunnerApi.ParDoPayload payload) {
    return node.transform().getInputsMap().entrySet().stream()
        .filter(
            input ->
                !payload.containsSideInputs(input.getKey())
                    && !payload.containsTimerFamilySpecs(input.getKey()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(node.name() + " has no main input in its payload"))
        .getValue();
  }
}

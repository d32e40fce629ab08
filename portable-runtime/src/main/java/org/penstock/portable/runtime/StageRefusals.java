package org.penstock.portable.runtime;

import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.PipelineComponents;
import org.penstock.spi.TransformNode;

/** What cannot be run in a stage in an SDK harness. */
public final class StageRefusals {
  private StageRefusals() {}

  /**
   * Why that transform cannot be run, or empty where it can.
   *
   * <p>Beam's model has state by key and window, and says of no kind of state what becomes of it
   * when windows merge. Its own runners refuse it in one way or another; to run it nevertheless
   * would give each element a state of its own.
   *
   * @throws IllegalArgumentException if the transform's payload is broken
   */
  public static Optional<String> of(TransformNode node, PipelineComponents components) {
    RunnerApi.ParDoPayload payload = Nodes.parDo(node);
    if (payload.getStateSpecsCount() == 0 && payload.getTimerFamilySpecsCount() == 0) {
      return Optional.empty();
    }
    WindowingStrategy<?, ?> windowing = components.windowingOf(mainInput(node, payload));
    return windowing.needsMerge()
        ? Optional.of(
            "it has state or timers, which Beam does not define for windows that merge ("
                + windowing.getWindowFn()
                + "): an element's state would have to be that of a window which is not known yet;"
                + " group or combine its input first, which merges them, or give it windows that"
                + " do not merge")
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

package org.penstock.portable.runtime;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.runners.fnexecution.control.ProcessBundleDescriptors;
import org.apache.beam.runners.fnexecution.control.ProcessBundleDescriptors.ExecutableProcessBundleDescriptor;
import org.apache.beam.runners.fnexecution.control.ProcessBundleDescriptors.TimerSpec;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.LengthPrefixCoder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.construction.Timer;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowedValues.ParamWindowedValueCoder;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.PipelineComponents;

/**
 * A stage as its worker is told of it, and the ends of its wires.
 *
 * @param descriptor what the worker is told
 * @param inputId the transform of the descriptor that takes the elements
 * @param inputCoder writes them
 * @param outputs the transforms of the descriptor that give outputs
 * @param timers the stage's timer families
 */
record StageLayout(
    ProcessBundleDescriptor descriptor,
    String inputId,
    Coder<WindowedValue<?>> inputCoder,
    Map<String, Output> outputs,
    Map<TimerFamily, TimerWire> timers) {

  /** Where an output belongs, and what reads it. */
  record Output(String pcollectionId, Coder<WindowedValue<?>> coder) {}

  /** A timer family of a transform. */
  record TimerFamily(String transformId, String family) {}

  /** How the timers of a family are written, and what they wait for. */
  record TimerWire(
      Timer.Coder<Object> coder, Coder<BoundedWindow> windowCoder, TimeDomain domain) {}

  /**
   * Lays the stage out.
   *
   * @param id the id of the descriptor, unique among all that the worker is told
   * @param endpoint where the worker finds data and state
   * @param groups keeps what is too large of the input; null if its groups go as a whole
   * @throws IOException if a coder of the stage is broken
   */
  @SuppressWarnings("rawtypes") // Beam's, in what the descriptor has
  static StageLayout of(
      PortableStageSpec spec, String id, ApiServiceDescriptor endpoint, @Nullable KeptGroups groups)
      throws IOException {
    ExecutableProcessBundleDescriptor beams =
        ProcessBundleDescriptors.fromExecutableStage(id, spec.stage(), endpoint, endpoint);
    PipelineComponents components = spec.components();
    var input = beams.getRemoteInputDestinations().get(0);
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (var one : beams.getRemoteOutputCoders().entrySet()) {
      String outputId = one.getKey();
      String pcollection =
          beams
              .getProcessBundleDescriptor()
              .getTransformsOrThrow(outputId)
              .getInputsMap()
              .values()
              .iterator()
              .next();
      outputs.put(outputId, new Output(pcollection, wire(one.getValue(), pcollection, components)));
    }
    StageLayout layout =
        new StageLayout(
            beams.getProcessBundleDescriptor(),
            input.getPTransformId(),
            wire(input.getCoder(), spec.input(), components),
            outputs,
            timers(beams, spec, components));
    return groups == null ? layout : layout.keeping(groups);
  }

  private StageLayout keeping(KeptGroups groups) {
    return StateBackedInput.isOfGroups(inputCoder)
        ? new StageLayout(
            StateBackedInput.told(descriptor, inputId),
            inputId,
            StateBackedInput.coder(inputCoder, groups),
            outputs,
            timers)
        : this;
  }

  /**
   * Beam's coder for the wire, but for windows of unknown kinds, which Beam would read as byte
   * arrays that are no windows.
   */
  @SuppressWarnings("unchecked") // coders of windowed values, as the descriptor says
  private static Coder<WindowedValue<?>> wire(
      Coder<?> beams, String pcollectionId, PipelineComponents components) {
    Coder<?> coder =
        beams instanceof ParamWindowedValueCoder<?>
            ? beams
            : WindowedValues.FullWindowedValueCoder.of(
                components.coderOf(pcollectionId), components.windowCoderOf(pcollectionId));
    return (Coder<WindowedValue<?>>) coder;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // keys and windows are of the coder's type
  private static Map<TimerFamily, TimerWire> timers(
      ExecutableProcessBundleDescriptor beams,
      PortableStageSpec spec,
      PipelineComponents components) {
    Map<TimerFamily, TimerWire> timers = new LinkedHashMap<>();
    for (var families : beams.getTimerSpecs().values()) {
      for (TimerSpec<?, ?, ?> family : families.values()) {
        Timer.Coder<?> coder = (Timer.Coder<?>) (Coder<?>) family.coder();
        Coder<BoundedWindow> windowCoder =
            (Coder<BoundedWindow>) components.windowCoderOf(mainInput(spec, family.transformId()));
        timers.put(
            new TimerFamily(family.transformId(), family.timerId()),
            new TimerWire(
                Timer.Coder.of(
                    (Coder<Object>) coder.getValueCoder(), timerWindows(coder, windowCoder)),
                nameCoder(windowCoder),
                family.getTimerSpec().getTimeDomain()));
      }
    }
    return timers;
  }

  /** Timers have the coder that the SDK made for them, and that tells no ends as a rule. */
  private static Coder<? extends BoundedWindow> timerWindows(
      Timer.Coder<?> timers, Coder<? extends BoundedWindow> windows) {
    Coder<?> beams = timers.getWindowCoder();
    return beams instanceof LengthPrefixCoder<?> ? OpaqueWindowCoder.withoutEnd() : windows;
  }

  /** The coder that writes windows in namespaces, where they may have no end. */
  @SuppressWarnings("unchecked") // its windows are all of the coder's type
  static Coder<BoundedWindow> nameCoder(Coder<BoundedWindow> windows) {
    Coder<?> coder = windows;
    return coder instanceof OpaqueWindowCoder
        ? (Coder<BoundedWindow>) (Coder<?>) OpaqueWindowCoder.withoutEnd()
        : windows;
  }

  /** The PCollection that a ParDo reads as its main input. */
  static String mainInput(PortableStageSpec spec, String transformId) {
    var transform = spec.transform(transformId);
    var payload = PortableStages.payload(transformId, transform);
    for (var input : transform.getInputsMap().entrySet()) {
      if (!payload.containsSideInputs(input.getKey())
          && !payload.containsTimerFamilySpecs(input.getKey())) {
        return input.getValue();
      }
    }
    throw new IllegalArgumentException(
        "The transform " + transform.getUniqueName() + " has no main input");
  }
}

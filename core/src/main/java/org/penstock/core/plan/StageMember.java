package org.penstock.core.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.spi.SideInput;
import org.penstock.spi.TransformNode;

/**
 * A transform that runs inside a stage.
 *
 * @param node the transform
 * @param input the PCollection that it reads as its main input
 * @param sideInputs what it reads besides, by the transform's local name
 * @param keyed whether it must see its input by key: it has state, timers or wants sorted input
 * @param root whether it can only be the first of its stage
 */
record StageMember(
    TransformNode node,
    String input,
    SortedMap<String, String> sideInputs,
    boolean keyed,
    boolean root)
    implements GraphNode {

  /**
   * Reads what fusion must know of a transform.
   *
   * @param waits whether an element may have to wait for a side input
   * @throws IllegalArgumentException if its payload is broken or its main input is not clear
   */
  static StageMember of(TransformNode node, boolean waits) {
    Map<String, String> inputs = new HashMap<>(node.transform().getInputsMap());
    if (!ParDos.URNS.contains(node.urn())) {
      return new StageMember(node, only(node, inputs), new TreeMap<>(), false, false);
    }
    RunnerApi.ParDoPayload payload = ParDos.payload(node.id(), node.transform());
    SortedMap<String, String> sideInputs = new TreeMap<>(inputs);
    sideInputs.keySet().retainAll(payload.getSideInputsMap().keySet());
    inputs.keySet().removeAll(payload.getSideInputsMap().keySet());
    inputs.keySet().removeAll(payload.getTimerFamilySpecsMap().keySet());
    boolean keyed =
        payload.getStateSpecsCount() > 0
            || payload.getTimerFamilySpecsCount() > 0
            || payload.getRequiresTimeSortedInput();
    boolean root =
        keyed
            || (waits && !sideInputs.isEmpty())
            || payload.getRequiresStableInput()
            || node.urn()
                .equals(
                    PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN);
    return new StageMember(node, only(node, inputs), sideInputs, keyed, root);
  }

  private static String only(TransformNode node, Map<String, String> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              "The transform %s (%s) must have one main input, and has %d: %s",
              node.name(), node.urn(), inputs.size(), inputs.keySet()));
    }
    return inputs.values().iterator().next();
  }

  /** The side inputs in the SPI's form. */
  List<SideInput> sideInputList() {
    return sideInputs.entrySet().stream()
        .map(entry -> new SideInput(node.id(), entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public Collection<String> inputs() {
    return node.transform().getInputsMap().values();
  }

  @Override
  public Collection<String> outputs() {
    return new TreeMap<>(node.transform().getOutputsMap()).values();
  }

  @Override
  public String name() {
    return node.name();
  }
}

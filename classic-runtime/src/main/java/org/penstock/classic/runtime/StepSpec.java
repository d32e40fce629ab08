package org.penstock.classic.runtime;

import java.io.Serializable;
import java.util.Map;

/**
 * A transform of a stage, as it travels to the task.
 *
 * @param name the full name of the transform
 * @param kind what the transform does
 * @param outputs the PCollection that each of the transform's output tags makes
 * @param sideInputs for the tag of each view that the transform reads, the index of the stage's
 *     side input that holds it
 */
record StepSpec(
    String name, StepKind kind, Map<String, String> outputs, Map<String, Integer> sideInputs)
    implements Serializable {
  StepSpec {
    outputs = Map.copyOf(outputs);
    sideInputs = Map.copyOf(sideInputs);
  }
}

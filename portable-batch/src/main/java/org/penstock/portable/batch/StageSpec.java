package org.penstock.portable.batch;

import java.io.Serializable;
import java.util.List;
import org.penstock.portable.runtime.PortableStageSpec;

/**
 * A stage as it travels to its tasks.
 *
 * @param name the full name of its root
 * @param worker what its worker does
 * @param outputs the PCollections of the operator's outputs, in their order
 * @param sideInputs the PCollections of the operator's side inputs, likewise
 */
record StageSpec(
    String name, PortableStageSpec worker, List<String> outputs, List<String> sideInputs)
    implements Serializable {
  StageSpec {
    outputs = List.copyOf(outputs);
    sideInputs = List.copyOf(sideInputs);
  }
}

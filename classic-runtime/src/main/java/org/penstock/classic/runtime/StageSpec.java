package org.penstock.classic.runtime;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.PCollectionView;
import org.penstock.runtime.streaming.AwaitedSideInput;

/**
 * A fused stage, as it travels to the task. Made by {@link StageTranslation}.
 *
 * @param steps the transforms in topological order, the root first
 * @param inputs for each step the id of the PCollection that it reads
 * @param outputs the ids of the PCollections that others read, in the order of the task's outputs
 * @param sideInputs the ids of the PCollections that are read as side inputs, each once
 * @param coders the coder of each PCollection that the stage makes
 */
public record StageSpec(
    List<StepSpec> steps,
    List<String> inputs,
    List<String> outputs,
    List<String> sideInputs,
    Map<String, Coder<?>> coders)
    implements Serializable {
  /** Copies the lists and the map. */
  public StageSpec {
    steps = List.copyOf(steps);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    sideInputs = List.copyOf(sideInputs);
    coders = Map.copyOf(coders);
  }

  /** The side inputs that the stage's first transform reads. */
  public List<AwaitedSideInput> awaitedSideInputs() {
    StepSpec root = steps.get(0);
    List<AwaitedSideInput> awaited = new ArrayList<>();
    for (PCollectionView<?> view : root.kind().views().values()) {
      // Not by the name under which the DoFn asks for it: the pipeline knows the view by its tag.
      Integer index = root.sideInputs().get(ViewParts.tag(view));
      if (index != null) {
        awaited.add(new AwaitedSideInput(index, ViewParts.windowMapping(view)));
      }
    }
    return awaited;
  }

  /** The full name of the stage's first transform. */
  public String name() {
    return steps.get(0).name();
  }
}

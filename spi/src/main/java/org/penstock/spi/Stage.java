package org.penstock.spi;

import java.util.List;
import java.util.Objects;

/**
 * Transforms fused into one unit of execution: one Flink operator, one bundle, one thread.
 *
 * @param root the transform that reads the stage's input; its id names the operator, so that a
 *     stage which grew by a stateless step still restores
 * @param input the id of the PCollection that the stage reads
 * @param transforms all transforms of the stage in topological order, the root first
 * @param outputs the ids of the PCollections that somebody outside the stage reads
 * @param sideInputs what the stage's transforms read as side inputs
 * @param keyed whether the root has state or timers, so that its input must be partitioned by key
 */
public record Stage(
    TransformNode root,
    String input,
    List<TransformNode> transforms,
    List<String> outputs,
    List<SideInput> sideInputs,
    boolean keyed) {
  /** Copies the lists and checks that nothing is null. */
  public Stage {
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(input, "input");
    transforms = List.copyOf(transforms);
    outputs = List.copyOf(outputs);
    sideInputs = List.copyOf(sideInputs);
  }

  /** The ids of the PCollections that are read as side inputs, each once. */
  public List<String> sideInputCollections() {
    return sideInputs.stream().map(SideInput::pcollectionId).distinct().toList();
  }
}

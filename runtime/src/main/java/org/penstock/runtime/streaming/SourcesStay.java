package org.penstock.runtime.streaming;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.source.StreamingReadSource;
import org.penstock.spi.TransformNode;

/**
 * An operator that the job's sources stay for as long as it has work left.
 *
 * @param workLeft the id of what keeps the sources
 * @param all whether all sources stay that the operator has its input from. Then the input ends
 *     before the work does only if the job is drained
 */
record SourcesStay(String workLeft, boolean all) implements Serializable {
  /**
   * Whether sources have to stay in that job, for an operator may have work left when its input has
   * ended: checkpoints, stops and drains reach an operator only while its input goes on.
   */
  static boolean areNeeded(RunnerApi.Components components, boolean checkpointing) {
    return hasRestrictions(components)
        || (checkpointing
            && components.getTransformsMap().entrySet().stream()
                .map(entry -> new TransformNode(entry.getKey(), entry.getValue()))
                .anyMatch(
                    node ->
                        Nodes.parDo(node).getRequiresStableInput()
                            || Nodes.hasProcessingTimers(node)));
  }

  /** Whether some stage processes the restrictions of a splittable DoFn, and may leave some. */
  private static boolean hasRestrictions(RunnerApi.Components components) {
    return components.getTransformsMap().values().stream()
        .anyMatch(
            transform ->
                transform
                    .getSpec()
                    .getUrn()
                    .equals(
                        PTransformTranslation
                            .SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN));
  }

  static SourcesStay of(String workLeft, List<Transformation<?>> inputs) {
    boolean all =
        inputs.stream()
            .flatMap(input -> input.getTransitivePredecessors().stream())
            .filter(transformation -> transformation.getInputs().isEmpty())
            .allMatch(SourcesStay::stays);
    return new SourcesStay(workLeft, all);
  }

  private static boolean stays(Transformation<?> transformation) {
    return transformation instanceof SourceTransformation<?, ?, ?> source
        && source.getSource() instanceof StreamingReadSource<?>;
  }
}

package org.penstock.core.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.penstock.core.Unsupported;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TranslationContext;

/**
 * Walks a pipeline from its roots down and decides for each transform who takes it: a translator as
 * a whole, a stage, or its parts.
 */
final class GraphWalk {
  private final TranslatorTable table;
  private final TranslationContext context;
  private final List<GraphNode> taken = new ArrayList<>();
  private final List<Unsupported> unsupported = new ArrayList<>();

  private GraphWalk(TranslatorTable table, TranslationContext context) {
    this.table = table;
    this.context = context;
  }

  /**
   * What a walk finds.
   *
   * @param taken native transforms and stage members in the order of the walk
   * @param unsupported what nobody takes
   */
  record Result(List<GraphNode> taken, List<Unsupported> unsupported) {
    Result {
      taken = List.copyOf(taken);
      unsupported = List.copyOf(unsupported);
    }
  }

  static Result of(RunnerApi.Pipeline pipeline, TranslatorTable table, TranslationContext context) {
    GraphWalk walk = new GraphWalk(table, context);
    for (String root : pipeline.getRootTransformIdsList()) {
      walk.visit(root, pipeline.getComponents());
    }
    return new Result(walk.taken, walk.unsupported);
  }

  private void visit(String id, RunnerApi.Components components) {
    RunnerApi.PTransform transform = components.getTransformsMap().get(id);
    if (transform == null) {
      throw new IllegalArgumentException(
          "The pipeline names the transform " + id + ", which its components do not hold");
    }
    TransformNode node = new TransformNode(id, transform);
    TranslatorTable.Entry entry = table.find(node.urn());
    if (entry instanceof TranslatorTable.Whole whole) {
      refuse(node, whole.translator().refusal(node, context));
      taken.add(new NativeTransform(node, whole.translator(), whole.plugin()));
    } else if (entry instanceof TranslatorTable.InStage) {
      refuse(node, table.path().stageRefusal(node, context));
      taken.add(StageMember.of(node, table.path().waitsForSideInputs()));
    } else if (entry instanceof TranslatorTable.Conflict conflict) {
      refuse(node, Optional.of(conflict.message()));
    } else if (transform.getSubtransformsCount() > 0) {
      transform.getSubtransformsList().forEach(part -> visit(part, components));
    } else if (!isNothing(transform)) {
      refuse(node, Optional.of(table.unknown(node.urn())));
    }
  }

  private void refuse(TransformNode node, Optional<String> reason) {
    reason.ifPresent(text -> unsupported.add(new Unsupported(node.name(), node.urn(), text)));
  }

  /**
   * A composite without parts that only hands on what it was given; SDKs give some of these a URN
   * of their own. One that puts out nothing at all may be a sink, and is no nothing if it has one.
   */
  private static boolean isNothing(RunnerApi.PTransform transform) {
    Set<String> inputs = new HashSet<>(transform.getInputsMap().values());
    boolean named = !transform.getSpec().getUrn().isEmpty();
    return inputs.containsAll(transform.getOutputsMap().values())
        && !(named && transform.getOutputsCount() == 0);
  }
}

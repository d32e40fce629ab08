package org.penstock.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/**
 * A graph for the tests of fusion. Each transform makes a PCollection that has the transform's
 * name, and {@code .extra} as a second one.
 */
final class Graph {
  private final List<GraphNode> nodes = new ArrayList<>();

  /** A transform that is translated as a whole. */
  Graph whole(String name, String... inputs) {
    RunnerApi.PTransform.Builder transform = transform(name, "test:whole");
    for (String input : inputs) {
      transform.putInputs("in-" + input, input);
    }
    nodes.add(
        new NativeTransform(new TransformNode(name, transform.build()), new Nothing(), "test"));
    return this;
  }

  /** A ParDo without state and side inputs. */
  Graph parDo(String name, String input) {
    return parDo(name, input, payload -> payload);
  }

  /** A ParDo whose payload is made by {@code edit}. */
  Graph parDo(
      String name,
      String input,
      UnaryOperator<RunnerApi.ParDoPayload.Builder> edit,
      String... sideInputs) {
    return add(name, PTransformTranslation.PAR_DO_TRANSFORM_URN, "java", input, edit, sideInputs);
  }

  /** A ParDo that reads side inputs. */
  Graph parDoWithSides(String name, String input, String... sideInputs) {
    return parDo(name, input, payload -> payload, sideInputs);
  }

  /** A ParDo in another environment. */
  Graph foreignParDo(String name, String input) {
    return add(
        name, PTransformTranslation.PAR_DO_TRANSFORM_URN, "python", input, payload -> payload);
  }

  /** The part of a splittable ParDo that processes restrictions. */
  Graph process(String name, String input) {
    return add(
        name,
        PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN,
        "java",
        input,
        payload -> payload);
  }

  private Graph add(
      String name,
      String urn,
      String environment,
      String input,
      UnaryOperator<RunnerApi.ParDoPayload.Builder> edit,
      String... sideInputs) {
    RunnerApi.PTransform.Builder transform = transform(name, urn).putInputs("main", input);
    RunnerApi.ParDoPayload.Builder payload = RunnerApi.ParDoPayload.newBuilder();
    for (String sideInput : sideInputs) {
      transform.putInputs("side-" + sideInput, sideInput);
      payload.putSideInputs("side-" + sideInput, RunnerApi.SideInput.getDefaultInstance());
    }
    transform.setEnvironmentId(environment);
    transform.getSpecBuilder().setPayload(edit.apply(payload).build().toByteString());
    nodes.add(StageMember.of(new TransformNode(name, transform.build()), false));
    return this;
  }

  private static RunnerApi.PTransform.Builder transform(String name, String urn) {
    return RunnerApi.PTransform.newBuilder()
        .setUniqueName(name)
        .setSpec(RunnerApi.FunctionSpec.newBuilder().setUrn(urn))
        .putOutputs("out", name)
        .putOutputs("out2", name + ".extra");
  }

  /** The transforms as they were added. */
  List<GraphNode> nodes() {
    return List.copyOf(nodes);
  }

  /** What fusion makes of the graph. */
  List<GraphNode> fuse() {
    return StageFuser.fuse(TopologicalOrder.of(nodes));
  }

  /** The stages, each as the names of its transforms joined by {@code +}. */
  List<String> stages() {
    return fusedStages().stream()
        .map(
            stage ->
                String.join("+", stage.transforms().stream().map(TransformNode::name).toList()))
        .toList();
  }

  /** The stage of a root. */
  Stage stage(String root) {
    return fusedStages().stream()
        .filter(stage -> stage.root().name().equals(root))
        .findFirst()
        .orElseThrow();
  }

  private List<Stage> fusedStages() {
    return fuse().stream()
        .filter(FusedStage.class::isInstance)
        .map(node -> ((FusedStage) node).stage())
        .toList();
  }

  private static final class Nothing implements TransformTranslator {
    @Override
    public String urn() {
      return "test:whole";
    }

    @Override
    public void translate(TransformNode node, TranslationContext context) {
      throw new UnsupportedOperationException("Fusion translates nothing");
    }
  }
}

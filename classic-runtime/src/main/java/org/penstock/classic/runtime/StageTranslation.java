package org.penstock.classic.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.DoFnWithExecutionInformation;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.ParDoTranslation;
import org.apache.beam.sdk.util.construction.WindowingStrategyTranslation;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.PipelineComponents;
import org.penstock.spi.SideInput;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;

/** Gets the {@code DoFn}s, coders and windows of a stage back out of the pipeline's proto. */
public final class StageTranslation {
  /** The URNs of the transforms that can be in a classic stage. */
  public static final Set<String> URNS =
      Set.of(
          PTransformTranslation.PAR_DO_TRANSFORM_URN,
          PTransformTranslation.ASSIGN_WINDOWS_TRANSFORM_URN,
          PTransformTranslation.SPLITTABLE_PAIR_WITH_RESTRICTION_URN,
          PTransformTranslation.SPLITTABLE_SPLIT_AND_SIZE_RESTRICTIONS_URN,
          PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN);

  private final PipelineComponents components;

  /** A translation for stages of the pipeline with these components. */
  public StageTranslation(PipelineComponents components) {
    this.components = components;
  }

  /**
   * The stage in the form that travels to the task.
   *
   * @throws IllegalArgumentException if a payload in the stage is broken; the message names its
   *     transform
   */
  public StageSpec translate(Stage stage) {
    List<String> sideInputs = stage.sideInputCollections();
    List<StepSpec> steps = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    Map<String, Coder<?>> coders = new HashMap<>();
    for (TransformNode node : stage.transforms()) {
      steps.add(step(node, stage.sideInputs(), sideInputs));
      inputs.add(mainInput(node));
      for (String output : node.transform().getOutputsMap().values()) {
        coders.put(output, components.coderOf(output));
      }
    }
    return new StageSpec(steps, inputs, stage.outputs(), sideInputs, coders);
  }

  private StepSpec step(TransformNode node, List<SideInput> stageInputs, List<String> sideInputs) {
    Map<String, Integer> indices = new HashMap<>();
    for (SideInput input : stageInputs) {
      if (input.transformId().equals(node.id())) {
        indices.put(input.tag(), sideInputs.indexOf(input.pcollectionId()));
      }
    }
    try {
      return new StepSpec(node.name(), kind(node), node.transform().getOutputsMap(), indices);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Transform " + node.name() + ": its payload cannot be read: " + e.getMessage(), e);
    }
  }

  private StepKind kind(TransformNode node) throws InvalidProtocolBufferException {
    return switch (node.urn()) {
      case PTransformTranslation.PAR_DO_TRANSFORM_URN -> doFn(node);
      case PTransformTranslation.SPLITTABLE_PAIR_WITH_RESTRICTION_URN ->
          new PairWithRestrictionKind<>(doFn(node), onlyOutput(node));
      case PTransformTranslation.SPLITTABLE_SPLIT_AND_SIZE_RESTRICTIONS_URN ->
          new SplitRestrictionKind<>(doFn(node), onlyOutput(node));
      case PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN ->
          new ProcessRestrictionKind<>(doFn(node));
      case PTransformTranslation.ASSIGN_WINDOWS_TRANSFORM_URN ->
          new AssignWindowsKind<>(
              WindowingStrategyTranslation.windowFnFromProto(
                  RunnerApi.WindowIntoPayload.parseFrom(node.transform().getSpec().getPayload())
                      .getWindowFn()),
              onlyOutput(node));
      default ->
          throw new IllegalArgumentException(
              "URN " + node.urn() + " cannot be in a stage; expected one of " + URNS);
    };
  }

  private DoFnKind<Object, Object> doFn(TransformNode node) throws InvalidProtocolBufferException {
    RunnerApi.ParDoPayload payload =
        RunnerApi.ParDoPayload.parseFrom(node.transform().getSpec().getPayload());
    DoFnWithExecutionInformation fn =
        ParDoTranslation.doFnWithExecutionInformationFromProto(payload.getDoFn());
    Map<String, Coder<?>> outputCoders = new HashMap<>();
    node.transform()
        .getOutputsMap()
        .forEach((tag, pcollection) -> outputCoders.put(tag, components.coderOf(pcollection)));
    String input = mainInput(node);
    return new DoFnKind<>(
        fn, components.coderOf(input), outputCoders, components.windowingOf(input));
  }

  private static String onlyOutput(TransformNode node) {
    Set<String> tags = node.transform().getOutputsMap().keySet();
    if (tags.size() != 1) {
      throw new IllegalArgumentException("expected one output, found " + tags);
    }
    return tags.iterator().next();
  }

  /** Why that transform cannot be in a stage of a classic path, or empty where it can. */
  public static Optional<String> refusal(TransformNode node, PipelineComponents components) {
    RunnerApi.ParDoPayload payload = Nodes.parDo(node);
    if (payload.getStateSpecsCount() == 0 && payload.getTimerFamilySpecsCount() == 0) {
      return Optional.empty();
    }
    WindowingStrategy<?, ?> windowing = components.windowingOf(mainInput(node));
    return windowing.needsMerge()
        ? Optional.of(
            "it has state or timers, which Beam does not define for windows that merge ("
                + windowing.getWindowFn()
                + "); group or combine its input first")
        : Optional.empty();
  }

  /**
   * The id of the PCollection that a transform of a stage reads element by element.
   *
   * @throws IllegalArgumentException if the transform's payload is broken
   */
  public static String mainInput(TransformNode node) {
    RunnerApi.PTransform transform = node.transform();
    if (transform.getInputsCount() == 1) {
      return transform.getInputsMap().values().iterator().next();
    }
    try {
      return transform.getInputsOrThrow(ParDoTranslation.getMainInputName(transform));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Transform " + node.name() + ": its main input cannot be told", e);
    }
  }
}

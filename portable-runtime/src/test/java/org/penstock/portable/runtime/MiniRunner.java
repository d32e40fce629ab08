package org.penstock.portable.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.graph.ExecutableStage;
import org.apache.beam.sdk.util.construction.graph.FusedPipeline;
import org.apache.beam.sdk.util.construction.graph.GreedyPipelineFuser;
import org.apache.beam.sdk.util.construction.graph.ProtoOverrides;
import org.apache.beam.sdk.util.construction.graph.SplittableParDoExpander;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.penstock.runtime.PipelineComponents;
import org.penstock.spi.SideInput;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;
import org.penstock.spi.WorkerOptions;

/** Runs a pipeline one stage after the other, on the test's thread, all in memory. */
final class MiniRunner {
  private static final AtomicInteger JOBS = new AtomicInteger();

  String jobId = "job-" + JOBS.incrementAndGet();
  final PipelineOptions options = options();
  final MetricsContainerStepMap counted = new MetricsContainerStepMap();
  final Map<String, MiniHost> hosts = new LinkedHashMap<>();
  int bundleSize = 1000;

  /** Runs a stage in the place of this runner, if it likes. */
  Processing processing = (spec, input) -> false;

  /** Runs a stage, or leaves it. */
  @FunctionalInterface
  interface Processing {
    boolean run(PortableStageSpec spec, List<WindowedValue<?>> input) throws Exception;
  }

  private final Map<String, List<WindowedValue<?>>> collections = new HashMap<>();

  static PipelineOptions options() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.as(ExperimentalOptions.class).setExperiments(List.of("beam_fn_api"));
    options.setRunner(CrashingRunner.class);
    options.as(PortablePipelineOptions.class).setDefaultEnvironmentType("EMBEDDED");
    options.as(WorkerOptions.class).setSdkWorkerIdleMillis(0L);
    return options;
  }

  Pipeline pipeline() {
    return Pipeline.create(options);
  }

  RunnerApi.Pipeline proto(Pipeline pipeline) {
    return PipelineTranslation.toProto(pipeline, SdkComponents.create(options));
  }

  /** The pipeline with its only environment replaced. */
  static RunnerApi.Pipeline in(RunnerApi.Environment environment, RunnerApi.Pipeline proto) {
    RunnerApi.Components.Builder components = proto.getComponents().toBuilder();
    List.copyOf(components.getEnvironmentsMap().keySet())
        .forEach(id -> components.putEnvironments(id, environment));
    return proto.toBuilder().setComponents(components).build();
  }

  void run(Pipeline pipeline) throws Exception {
    run(proto(pipeline));
  }

  void run(RunnerApi.Pipeline submitted) throws Exception {
    RunnerApi.Pipeline proto =
        ProtoOverrides.updateTransform(
            PTransformTranslation.PAR_DO_TRANSFORM_URN,
            submitted,
            SplittableParDoExpander.createSizedReplacement());
    FusedPipeline fused = GreedyPipelineFuser.fuse(proto);
    // The fuser renames what is both written by a stage and flattened: its proto is the whole.
    RunnerApi.Components components = fused.toPipeline().getComponents();
    PipelineComponents readable = PortableComponents.read(components);
    List<Step> steps = new ArrayList<>();
    for (var transform : fused.getRunnerExecutedTransforms()) {
      RunnerApi.PTransform one = transform.getTransform();
      steps.add(
          new Step(
              List.copyOf(one.getInputsMap().values()),
              List.copyOf(one.getOutputsMap().values()),
              () -> runNatively(one, readable)));
    }
    for (ExecutableStage stage : fused.getFusedStages()) {
      steps.add(step(stage, components, readable));
    }
    runInOrder(steps);
  }

  /** Something that can run once its inputs are there. */
  private record Step(List<String> inputs, List<String> outputs, Action action) {}

  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private void runInOrder(List<Step> steps) throws Exception {
    while (!steps.isEmpty()) {
      Step next =
          steps.stream()
              .filter(step -> collections.keySet().containsAll(step.inputs()))
              .findFirst()
              .orElseThrow();
      steps.remove(next);
      next.outputs().forEach(output -> collections.put(output, new ArrayList<>()));
      next.action().run();
    }
  }

  private Step step(
      ExecutableStage stage, RunnerApi.Components components, PipelineComponents readable) {
    RunnerApi.Components all =
        components.toBuilder()
            .putAllPcollections(stage.getComponents().getPcollectionsMap())
            .putAllEnvironments(stage.getComponents().getEnvironmentsMap())
            .build();
    Stage ours = ours(stage);
    List<String> inputs = new ArrayList<>(List.of(ours.input()));
    ours.sideInputs().forEach(side -> inputs.add(side.pcollectionId()));
    return new Step(
        inputs, ours.outputs(), () -> runStage(PortableStageSpec.of(ours, all), readable));
  }

  static Stage ours(ExecutableStage stage) {
    List<TransformNode> nodes = new ArrayList<>();
    for (var one : stage.getTransforms()) {
      nodes.add(new TransformNode(one.getId(), one.getTransform()));
    }
    String input = stage.getInputPCollection().getId();
    TransformNode root =
        nodes.stream()
            .filter(node -> node.transform().getInputsMap().containsValue(input))
            .findFirst()
            .orElseThrow();
    return new Stage(
        root,
        input,
        nodes,
        stage.getOutputPCollections().stream().map(one -> one.getId()).toList(),
        stage.getSideInputs().stream()
            .map(
                side ->
                    new SideInput(
                        side.transform().getId(), side.localName(), side.collection().getId()))
            .toList(),
        !stage.getUserStates().isEmpty() || !stage.getTimers().isEmpty());
  }

  private void runStage(PortableStageSpec made, PipelineComponents readable) throws Exception {
    // As it comes to a task.
    PortableStageSpec spec = SerializableUtils.clone(made);
    if (processing.run(spec, List.copyOf(collection(spec.input())))) {
      return;
    }
    MiniHost host = new MiniHost(this, readable);
    hosts.put(spec.name(), host);
    host.run(spec, List.copyOf(collection(spec.input())));
  }

  List<WindowedValue<?>> collection(String id) {
    List<WindowedValue<?>> collection = collections.get(id);
    if (collection == null) {
      throw new IllegalStateException("No PCollection " + id + " yet: " + collections.keySet());
    }
    return collection;
  }

  private void runNatively(RunnerApi.PTransform transform, PipelineComponents readable)
      throws Exception {
    String output = transform.getOutputsMap().values().iterator().next();
    switch (transform.getSpec().getUrn()) {
      case PTransformTranslation.IMPULSE_TRANSFORM_URN ->
          collection(output).add(WindowedValues.valueInGlobalWindow(new byte[0]));
      case PTransformTranslation.FLATTEN_TRANSFORM_URN ->
          transform
              .getInputsMap()
              .values()
              .forEach(in -> collection(output).addAll(collection(in)));
      case PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN ->
          group(transform.getInputsMap().values().iterator().next(), output, readable);
      default -> throw new IllegalStateException("Not in this runner: " + transform);
    }
  }

  /** A key in a window. */
  private record Group(BoundedWindow window, Object key, List<Object> values) {}

  @SuppressWarnings("unchecked") // the input of a grouping is pairs
  private void group(String input, String output, PipelineComponents readable) throws Exception {
    Coder<Object> keyCoder =
        (Coder<Object>) ((KvCoder<?, ?>) (Coder<?>) readable.coderOf(input)).getKeyCoder();
    Map<String, Group> groups = new TreeMap<>();
    for (WindowedValue<?> element : collection(input)) {
      KV<Object, Object> pair = (KV<Object, Object>) element.getValue();
      String encoded = CoderUtils.encodeToBase64(keyCoder, pair.getKey());
      for (BoundedWindow window : element.getWindows()) {
        groups
            .computeIfAbsent(
                encoded + window, name -> new Group(window, pair.getKey(), new ArrayList<>()))
            .values()
            .add(pair.getValue());
      }
    }
    groups
        .values()
        .forEach(
            group ->
                collection(output)
                    .add(
                        WindowedValues.of(
                            KV.of(group.key(), group.values()),
                            group.window().maxTimestamp(),
                            group.window(),
                            PaneInfo.ON_TIME_AND_ONLY_FIRING)));
  }
}

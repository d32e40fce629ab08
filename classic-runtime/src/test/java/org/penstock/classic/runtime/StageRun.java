package org.penstock.classic.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.graph.ProtoOverrides;
import org.apache.beam.sdk.util.construction.graph.SplittableParDoExpander;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.functions.util.RuntimeUDFContext;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.sideinput.SideInputSpace;
import org.penstock.runtime.sideinput.SideInputStore;
import org.penstock.runtime.sort.SorterSettings;
import org.penstock.spi.SideInput;
import org.penstock.spi.Spi;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;

/**
 * All DoFns of a pipeline as one stage, by way of the pipeline's proto and of what travels to the
 * task, but without Flink. Every PCollection of the stage is one of its outputs.
 */
final class StageRun implements AutoCloseable {
  private final RunnerApi.Pipeline proto;
  private final Map<String, List<WindowedValue<?>>> outputs = new HashMap<>();
  private final Map<String, Accumulator<?, ?>> accumulators = new HashMap<>();
  private final StageSpec spec;
  private final SideInputStore sideInputs;
  private final StageExecution execution;

  private StageRun(Pipeline pipeline, org.apache.beam.runners.core.@Nullable StepContext keyed) {
    this.proto = expandSplittable(PipelineTranslation.toProto(pipeline, true));
    Stage stage = fuse();
    try {
      this.spec =
          InstantiationUtil.clone(
              new StageTranslation(PipelineComponents.of(proto.getComponents())).translate(stage));
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("The stage does not travel", e);
    }
    PipelineComponents components = PipelineComponents.of(proto.getComponents());
    List<WindowedValueCodec<?>> codecs = new ArrayList<>();
    for (String id : spec.sideInputs()) {
      codecs.add(components.typeOf(id).codec());
    }
    SorterSettings spilling =
        SorterSettings.of(1 << 20, List.of(Path.of(System.getProperty("java.io.tmpdir"))));
    this.sideInputs = new SideInputStore(codecs, new SideInputSpace(1 << 20, () -> spilling));
    List<Receiver<?>> receivers = new ArrayList<>();
    for (String id : spec.outputs()) {
      List<WindowedValue<?>> elements = new ArrayList<>();
      outputs.put(id, elements);
      receivers.add((Receiver<Object>) elements::add);
    }
    this.execution =
        new StageExecution(
            spec,
            new StageRuntime(
                PipelineOptionsFactory.create(),
                metrics(),
                receivers,
                new MaterializedSideInputs(sideInputs),
                keyed == null ? null : new KeyedRuntime(keyed, true)));
  }

  /** Sets up a stage. */
  static StageRun of(Pipeline pipeline) {
    return new StageRun(pipeline, null);
  }

  /** Sets up a stage whose root has the state and the timers of that key. */
  static StageRun keyed(Pipeline pipeline, org.apache.beam.runners.core.StepContext keyed) {
    return new StageRun(pipeline, keyed);
  }

  private static RunnerApi.Pipeline expandSplittable(RunnerApi.Pipeline pipeline) {
    return ProtoOverrides.updateTransform(
        PTransformTranslation.PAR_DO_TRANSFORM_URN,
        pipeline,
        SplittableParDoExpander.createSizedReplacement());
  }

  private Stage fuse() {
    List<TransformNode> nodes = new ArrayList<>();
    proto.getRootTransformIdsList().forEach(id -> leaves(id, nodes));
    List<String> produced = new ArrayList<>();
    List<SideInput> read = new ArrayList<>();
    for (TransformNode node : nodes) {
      produced.addAll(node.transform().getOutputsMap().values());
      sideInputsOf(node)
          .forEach(
              tag ->
                  read.add(new SideInput(node.id(), tag, node.transform().getInputsOrThrow(tag))));
    }
    TransformNode root = nodes.get(0);
    String input =
        root.transform().getInputsMap().entrySet().stream()
            .filter(one -> !sideInputsOf(root).contains(one.getKey()))
            .findFirst()
            .orElseThrow()
            .getValue();
    return new Stage(root, input, nodes, produced, read, false);
  }

  private void leaves(String id, List<TransformNode> nodes) {
    RunnerApi.PTransform transform = proto.getComponents().getTransformsOrThrow(id);
    if (StageTranslation.URNS.contains(transform.getSpec().getUrn())) {
      nodes.add(new TransformNode(id, transform));
    } else if (!transform.getUniqueName().startsWith("View.")) {
      // What comes out of a view's parts is what goes in, so they are left out.
      transform.getSubtransformsList().forEach(part -> leaves(part, nodes));
    }
  }

  private static List<String> sideInputsOf(TransformNode node) {
    if (node.urn().equals(PTransformTranslation.ASSIGN_WINDOWS_TRANSFORM_URN)) {
      return List.of();
    }
    try {
      return List.copyOf(
          RunnerApi.ParDoPayload.parseFrom(node.transform().getSpec().getPayload())
              .getSideInputsMap()
              .keySet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TaskMetrics metrics() {
    return TaskMetrics.of(
        new RuntimeUDFContext(
            new TaskInfoImpl("task", 1, 0, 1, 0),
            StageRun.class.getClassLoader(),
            new ExecutionConfig(),
            Map.of(),
            accumulators,
            UnregisteredMetricsGroup.createOperatorMetricGroup()),
        UnregisteredMetricsGroup.createOperatorMetricGroup());
  }

  StageSpec spec() {
    return spec;
  }

  StageExecution execution() {
    return execution;
  }

  /** Adds elements to the only side input. */
  void sideInput(Object... values) {
    for (Object value : values) {
      addSideInput(value);
    }
  }

  /** A bundle of the values, in the global window and without a timestamp. */
  void bundle(Object... values) {
    execution.startBundle();
    for (Object value : values) {
      execution.input().accept(WindowedValues.valueInGlobalWindow(value));
    }
    execution.finishBundle();
  }

  /** A bundle of one element. */
  void element(WindowedValue<?> value) {
    execution.startBundle();
    execution.<Object>input().accept(value.withValue(value.getValue()));
    execution.finishBundle();
  }

  /** What the stage has output to a PCollection. */
  List<WindowedValue<?>> elements(PCollection<?> pcollection) {
    return proto.getComponents().getPcollectionsMap().entrySet().stream()
        .filter(one -> one.getValue().getUniqueName().equals(pcollection.getName()))
        .map(one -> Objects.requireNonNull(outputs.get(one.getKey())))
        .findFirst()
        .orElseThrow();
  }

  /** The values that the stage has output to a PCollection. */
  List<Object> values(PCollection<?> pcollection) {
    List<Object> values = new ArrayList<>();
    elements(pcollection).forEach(element -> values.add(element.getValue()));
    return values;
  }

  /** What is counted so far. */
  MetricsContainerStepMap counted() {
    return (MetricsContainerStepMap)
        Objects.requireNonNull(accumulators.get(Spi.METRICS_ACCUMULATOR)).getLocalValue();
  }

  @Override
  public void close() {
    execution.close();
  }

  private void addSideInput(Object value) {
    try {
      sideInputs.add(0, WindowedValues.valueInGlobalWindow(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

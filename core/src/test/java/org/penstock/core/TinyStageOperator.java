package org.penstock.core;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.util.construction.ParDoTranslation;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.penstock.spi.Spi;
import org.penstock.spi.Stage;
import org.penstock.spi.StepException;
import org.penstock.spi.TransformNode;

/** Calls the DoFns of a stage one after the other. */
final class TinyStageOperator extends AbstractStreamOperator<Object>
    implements OneInputStreamOperator<Object, Object> {
  private static final long serialVersionUID = 1L;

  private final List<Step> steps;
  private final Set<String> outputs;
  private transient MetricsContainerStepMap stepMetrics = new MetricsContainerStepMap();

  private TinyStageOperator(List<Step> steps, Set<String> outputs) {
    this.steps = steps;
    this.outputs = outputs;
  }

  /** A transform: its name, what it reads and makes, and its code. */
  private record Step(String name, String input, String output, DoFn<Object, Object> code)
      implements Serializable {}

  static TinyStageOperator of(Stage stage) {
    List<Step> steps = new ArrayList<>();
    for (TransformNode node : stage.transforms()) {
      steps.add(
          new Step(
              node.name(),
              node.transform().getInputsMap().values().iterator().next(),
              node.transform().getOutputsMap().values().iterator().next(),
              code(node)));
    }
    return new TinyStageOperator(List.copyOf(steps), Set.copyOf(stage.outputs()));
  }

  @SuppressWarnings("unchecked") // The pipeline's construction has checked the types.
  private static DoFn<Object, Object> code(TransformNode node) {
    try {
      return (DoFn<Object, Object>)
          ParDoTranslation.getDoFn(
              RunnerApi.ParDoPayload.parseFrom(node.transform().getSpec().getPayload()));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    stepMetrics = new MetricsContainerStepMap();
    getRuntimeContext().addAccumulator(Spi.METRICS_ACCUMULATOR, new TinyMetrics(stepMetrics));
  }

  @Override
  public void processElement(StreamRecord<Object> record) {
    feed(steps.get(0).input(), record.getValue());
  }

  private void feed(String pcollection, Object value) {
    for (Step step : steps) {
      if (step.input().equals(pcollection)) {
        call(step, value);
      }
    }
  }

  private void call(Step step, Object value) {
    List<Object> made = new ArrayList<>();
    MetricsEnvironment.setCurrentContainer(stepMetrics.getContainer(step.name()));
    try {
      DoFnInvoker<Object, Object> invoker = DoFnInvokers.invokerFor(step.code());
      invoker.invokeProcessElement(new Arguments(value, made::add));
    } catch (Exception | AssertionError e) {
      throw new StepException(step.name(), e);
    } finally {
      MetricsEnvironment.setCurrentContainer(null);
    }
    for (Object one : made) {
      if (outputs.contains(step.output())) {
        output.collect(new StreamRecord<>(one));
      }
      feed(step.output(), one);
    }
  }

  /** An element and where its outputs go. */
  private static final class Arguments extends DoFnInvoker.BaseArgumentProvider<Object, Object> {
    private final Object element;
    private final Consumer<Object> outputs;

    Arguments(Object element, Consumer<Object> outputs) {
      this.element = element;
      this.outputs = outputs;
    }

    @Override
    public Object element(DoFn<Object, Object> doFn) {
      return element;
    }

    @Override
    public OutputReceiver<Object> outputReceiver(DoFn<Object, Object> doFn) {
      return new OutputReceiver<>() {
        @Override
        public void output(Object value) {
          outputs.accept(value);
        }

        @Override
        public OutputBuilder<Object> builder(Object value) {
          throw new UnsupportedOperationException("Only output(value)");
        }
      };
    }

    @Override
    public String getErrorContext() {
      return "the tiny path";
    }
  }

  /** Adds up the metrics of subtasks. */
  private static final class TinyMetrics
      implements Accumulator<MetricsContainerStepMap, MetricsContainerStepMap> {
    private static final long serialVersionUID = 1L;

    private MetricsContainerStepMap steps;

    TinyMetrics(MetricsContainerStepMap steps) {
      this.steps = steps;
    }

    @Override
    public void add(MetricsContainerStepMap value) {
      steps.updateAll(value);
    }

    @Override
    public MetricsContainerStepMap getLocalValue() {
      return steps;
    }

    @Override
    public void resetLocal() {
      steps = new MetricsContainerStepMap();
    }

    @Override
    public void merge(Accumulator<MetricsContainerStepMap, MetricsContainerStepMap> other) {
      steps.updateAll(other.getLocalValue());
    }

    @Override
    @SuppressWarnings("MissingSuperCall") // Flink's interface asks for clone, not for Cloneable.
    public TinyMetrics clone() {
      TinyMetrics copy = new TinyMetrics(new MetricsContainerStepMap());
      copy.merge(this);
      return copy;
    }
  }
}

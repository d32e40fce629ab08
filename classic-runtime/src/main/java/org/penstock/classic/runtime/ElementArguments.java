package org.penstock.classic.runtime;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code @ProcessElement} method may ask for, and its {@code ProcessContext}: one object
 * that serves all elements of a step.
 */
final class ElementArguments<InputT, OutputT> extends DoFn<InputT, OutputT>.ProcessContext
    implements DoFnInvoker.ArgumentProvider<InputT, OutputT> {
  private final StepContext context;
  private final CurrentElement<InputT> current;
  private final ElementOutputs outputs;
  private final TupleTag<OutputT> mainTag;
  private final TaggedOutput<OutputT> mainOutput;
  private final Map<String, PCollectionView<?>> sideInputs;
  private final List<SerializableFunction<?, ?>> elementConverters;
  private @Nullable RestrictionArguments restriction;
  private @Nullable ElementState state;
  private @Nullable ElementTimers timers;

  ElementArguments(
      DoFnKind<InputT, OutputT> kind, StepContext context, CurrentElement<InputT> current) {
    kind.doFn().super();
    this.context = context;
    this.current = current;
    this.outputs = new ElementOutputs(context, current, kind.outputCoders());
    this.mainTag = kind.mainOutputTag();
    this.mainOutput =
        context.outputs().containsKey(mainTag.getId()) ? outputs.get(mainTag) : noMainOutput();
    this.sideInputs = kind.fn().getSideInputMapping();
    this.elementConverters = List.copyOf(kind.fn().getSchemaInformation().getElementConverters());
  }

  /** The first two parts of a splittable DoFn output restrictions, and not to its main output. */
  private TaggedOutput<OutputT> noMainOutput() {
    return new TaggedOutput<>(
        current,
        value -> {
          throw notHere("output");
        });
  }

  /** From now on the element is processed under that restriction. */
  void restrict(@Nullable RestrictionArguments newRestriction) {
    this.restriction = newRestriction;
  }

  /** The elements have state and timers. */
  void give(ElementState newState, ElementTimers newTimers) {
    this.state = newState;
    this.timers = newTimers;
  }

  // ProcessContext: what the DoFn reads

  @Override
  public InputT element() {
    return current.value();
  }

  @Override
  public <T> T sideInput(PCollectionView<T> view) {
    return context.sideInputs().get(view, view.getWindowMappingFn().getSideInputWindow(window()));
  }

  @Override
  public Instant timestamp() {
    return current.like().getTimestamp();
  }

  @Override
  public PaneInfo pane() {
    return current.like().getPaneInfo();
  }

  @Override
  public @Nullable String currentRecordId() {
    return current.like().getRecordId();
  }

  @Override
  public @Nullable Long currentRecordOffset() {
    return current.like().getRecordOffset();
  }

  @Override
  public PipelineOptions getPipelineOptions() {
    return context.options();
  }

  // ProcessContext: what the DoFn outputs

  @Override
  public void output(OutputT value) {
    mainOutput.output(value);
  }

  @Override
  public void outputWithTimestamp(OutputT value, Instant timestamp) {
    mainOutput.outputWithTimestamp(value, timestamp);
  }

  @Override
  public void outputWindowedValue(
      OutputT value,
      Instant timestamp,
      Collection<? extends BoundedWindow> windows,
      PaneInfo paneInfo) {
    mainOutput.outputWindowedValue(value, timestamp, windows, paneInfo);
  }

  @Override
  public <T> void output(TupleTag<T> tag, T value) {
    outputs.get(tag).output(value);
  }

  @Override
  public <T> void outputWithTimestamp(TupleTag<T> tag, T value, Instant timestamp) {
    outputs.get(tag).outputWithTimestamp(value, timestamp);
  }

  @Override
  public <T> void outputWindowedValue(
      TupleTag<T> tag,
      T value,
      Instant timestamp,
      Collection<? extends BoundedWindow> windows,
      PaneInfo paneInfo) {
    outputs.get(tag).outputWindowedValue(value, timestamp, windows, paneInfo);
  }

  // ArgumentProvider: parameters of the method

  @Override
  public BoundedWindow window() {
    return current.like().getWindows().iterator().next();
  }

  @Override
  public PaneInfo paneInfo(DoFn<InputT, OutputT> doFn) {
    return pane();
  }

  @Override
  public PipelineOptions pipelineOptions() {
    return context.options();
  }

  @Override
  public DoFn<InputT, OutputT>.ProcessContext processContext(DoFn<InputT, OutputT> doFn) {
    return this;
  }

  @Override
  public InputT element(DoFn<InputT, OutputT> doFn) {
    return element();
  }

  @Override
  public @Nullable Object sideInput(String tagId) {
    PCollectionView<?> view = sideInputs.get(tagId);
    if (view == null) {
      throw new IllegalArgumentException(
          "Step " + context.step() + " has no side input '" + tagId + "': " + sideInputs.keySet());
    }
    return sideInput(view);
  }

  @Override
  @SuppressWarnings("unchecked") // made by Beam for just this input
  public @Nullable Object schemaElement(int index) {
    return ((SerializableFunction<InputT, Object>) elementConverters.get(index)).apply(element());
  }

  @Override
  public Instant timestamp(DoFn<InputT, OutputT> doFn) {
    return timestamp();
  }

  @Override
  public OutputReceiver<OutputT> outputReceiver(DoFn<InputT, OutputT> doFn) {
    return mainOutput;
  }

  @Override
  public OutputReceiver<Row> outputRowReceiver(DoFn<InputT, OutputT> doFn) {
    return outputs.getRowReceiver(mainTag);
  }

  @Override
  public MultiOutputReceiver taggedOutputReceiver(DoFn<InputT, OutputT> doFn) {
    return outputs;
  }

  @Override
  public BundleFinalizer bundleFinalizer() {
    return context.finalizer();
  }

  @Override
  public Object restriction() {
    return restricted().restriction();
  }

  @Override
  public RestrictionTracker<?, ?> restrictionTracker() {
    return restricted().tracker();
  }

  @Override
  public @Nullable Object watermarkEstimatorState() {
    return restricted().watermarkEstimatorState();
  }

  @Override
  public WatermarkEstimator<?> watermarkEstimator() {
    return restricted().watermarkEstimator();
  }

  private RestrictionArguments restricted() {
    RestrictionArguments arguments = restriction;
    if (arguments == null) {
      throw notHere("a restriction");
    }
    return arguments;
  }

  // ArgumentProvider: what only timers and stateful DoFns have

  @Override
  public DoFn<InputT, OutputT>.StartBundleContext startBundleContext(DoFn<InputT, OutputT> doFn) {
    throw notHere("a StartBundleContext");
  }

  @Override
  public DoFn<InputT, OutputT>.FinishBundleContext finishBundleContext(DoFn<InputT, OutputT> doFn) {
    throw notHere("a FinishBundleContext");
  }

  @Override
  public DoFn<InputT, OutputT>.OnTimerContext onTimerContext(DoFn<InputT, OutputT> doFn) {
    throw notHere("an OnTimerContext");
  }

  @Override
  public Object key() {
    throw notHere("a timer's key");
  }

  @Override
  public TimeDomain timeDomain(DoFn<InputT, OutputT> doFn) {
    throw notHere("a time domain");
  }

  @Override
  public State state(String stateId, boolean alwaysFetched) {
    if (state == null) {
      throw notHere("state");
    }
    return state.get(stateId, alwaysFetched);
  }

  @Override
  public Timer timer(String timerId) {
    if (timers == null) {
      throw notHere("a timer");
    }
    return timers.timer(timerId);
  }

  @Override
  public TimerMap timerFamily(String tagId) {
    if (timers == null) {
      throw notHere("a timer family");
    }
    return timers.family(tagId);
  }

  @Override
  public String timerId(DoFn<InputT, OutputT> doFn) {
    throw notHere("a timer's id");
  }

  private UnsupportedOperationException notHere(String what) {
    return new UnsupportedOperationException(
        "Step " + context.step() + ": its @ProcessElement method cannot ask for " + what);
  }
}

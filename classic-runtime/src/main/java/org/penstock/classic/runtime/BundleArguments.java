package org.penstock.classic.runtime;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;

/** What {@code @StartBundle} and {@code @FinishBundle} methods may ask for. */
final class BundleArguments<InputT, OutputT>
    extends DoFnInvoker.BaseArgumentProvider<InputT, OutputT> {
  private final StepContext context;
  private final Start start;
  private final Finish finish;

  BundleArguments(DoFnKind<InputT, OutputT> kind, StepContext context) {
    this.context = context;
    this.start = new Start(kind.doFn());
    this.finish = new Finish(kind.doFn(), kind.mainOutputTag());
  }

  @Override
  public PipelineOptions pipelineOptions() {
    return context.options();
  }

  @Override
  public DoFn<InputT, OutputT>.StartBundleContext startBundleContext(DoFn<InputT, OutputT> doFn) {
    return start;
  }

  @Override
  public DoFn<InputT, OutputT>.FinishBundleContext finishBundleContext(DoFn<InputT, OutputT> doFn) {
    return finish;
  }

  @Override
  public BundleFinalizer bundleFinalizer() {
    return context.finalizer();
  }

  @Override
  public String getErrorContext() {
    return "the start or end of a bundle of step " + context.step();
  }

  private final class Start extends DoFn<InputT, OutputT>.StartBundleContext {
    Start(DoFn<InputT, OutputT> fn) {
      fn.super();
    }

    @Override
    public PipelineOptions getPipelineOptions() {
      return context.options();
    }
  }

  private final class Finish extends DoFn<InputT, OutputT>.FinishBundleContext {
    private final TupleTag<OutputT> mainTag;

    Finish(DoFn<InputT, OutputT> fn, TupleTag<OutputT> mainTag) {
      fn.super();
      this.mainTag = mainTag;
    }

    @Override
    public PipelineOptions getPipelineOptions() {
      return context.options();
    }

    @Override
    public void output(OutputT value, Instant timestamp, BoundedWindow window) {
      output(mainTag, value, timestamp, window);
    }

    @Override
    public <T> void output(TupleTag<T> tag, T value, Instant timestamp, BoundedWindow window) {
      context.output(tag).accept(WindowedValues.of(value, timestamp, window, PaneInfo.NO_FIRING));
    }
  }
}

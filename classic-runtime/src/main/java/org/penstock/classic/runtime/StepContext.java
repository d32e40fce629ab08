package org.penstock.classic.runtime;

import java.util.Map;
import org.apache.beam.runners.core.SideInputReader;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/**
 * What a running step has around it.
 *
 * @param step the full name of its transform
 * @param options the pipeline's options
 * @param metrics where its user code counts
 * @param outputs for each output tag, what takes the elements
 * @param sideInputs reads the stage's side inputs by the tag of the view
 * @param finalizer takes callbacks for when the bundle is committed
 * @param residuals takes what a splittable DoFn leaves for later
 * @param keyed state and timers; null where the step has none
 */
record StepContext(
    String step,
    PipelineOptions options,
    MetricsContainer metrics,
    Map<String, Receiver<?>> outputs,
    SideInputReader sideInputs,
    BundleFinalizer finalizer,
    Residuals residuals,
    @Nullable KeyedRuntime keyed) {

  /** State and timers with the bundle finalizer of the stage. */
  org.apache.beam.runners.core.StepContext keyedWithFinalizer(
      org.apache.beam.runners.core.StepContext state) {
    return new org.apache.beam.runners.core.StepContext() {
      @Override
      public StateInternals stateInternals() {
        return state.stateInternals();
      }

      @Override
      public TimerInternals timerInternals() {
        return state.timerInternals();
      }

      @Override
      public BundleFinalizer bundleFinalizer() {
        return finalizer;
      }
    };
  }

  /** The same with other receivers of its outputs. */
  StepContext withOutputs(Map<String, Receiver<?>> newOutputs) {
    return new StepContext(
        step, options, metrics, newOutputs, sideInputs, finalizer, residuals, keyed);
  }

  /**
   * What takes the output of that tag.
   *
   * @throws IllegalArgumentException if the transform has no such output
   */
  @SuppressWarnings("unchecked") // a tag's type is that of its PCollection
  <T> Receiver<T> output(TupleTag<T> tag) {
    Receiver<?> receiver = outputs.get(tag.getId());
    if (receiver == null) {
      throw new IllegalArgumentException(
          "Step "
              + step
              + " has no output tag '"
              + tag.getId()
              + "'; it declares "
              + outputs.keySet()
              + ". Name the tag in ParDo.withOutputTags.");
    }
    return (Receiver<T>) receiver;
  }
}

package org.penstock.classic.runtime;

import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn.ProcessContinuation;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.WindowedValue;

/**
 * The third part of a splittable DoFn: processes an element under its restriction. What the DoFn
 * leaves for later goes to the stage's {@link Residuals}.
 *
 * @param fn the splittable DoFn
 */
record ProcessRestrictionKind<InputT, OutputT>(DoFnKind<InputT, OutputT> fn) implements StepKind {

  @Override
  public Map<String, PCollectionView<?>> views() {
    return fn.views();
  }

  @Override
  public Step<?> open(StepContext context) {
    return new ProcessStep<>(new SplittableStep<>(fn, context), new BundleArguments<>(fn, context));
  }

  private static final class ProcessStep<InputT, OutputT>
      implements Step<KV<KV<InputT, KV<Object, Object>>, Double>> {
    private final SplittableStep<InputT, OutputT> step;
    private final BundleArguments<InputT, OutputT> bundleArguments;

    ProcessStep(SplittableStep<InputT, OutputT> step, BundleArguments<InputT, OutputT> bundle) {
      this.step = step;
      this.bundleArguments = bundle;
    }

    @Override
    public void startBundle() {
      step.run(() -> step.invoker().invokeStartBundle(bundleArguments));
    }

    @Override
    public void finishBundle() {
      step.run(() -> step.invoker().invokeFinishBundle(bundleArguments));
    }

    @Override
    public void accept(WindowedValue<KV<KV<InputT, KV<Object, Object>>, Double>> value) {
      step.forEachWindow(value, this::process);
    }

    private void process(WindowedValue<KV<KV<InputT, KV<Object, Object>>, Double>> value) {
      KV<InputT, KV<Object, Object>> pair = value.getValue().getKey();
      step.current(value.withValue(pair.getKey()));
      RestrictionArguments restricted = new RestrictionArguments(pair.getValue().getKey());
      restricted.watermarkEstimatorState(pair.getValue().getValue());
      step.arguments().restrict(restricted);
      RestrictionTracker<Object, Object> tracker =
          step.invoker().invokeNewTracker(step.arguments());
      restricted.tracker(tracker);
      WatermarkEstimator<Object> estimator =
          step.invoker().invokeNewWatermarkEstimator(step.arguments());
      restricted.watermarkEstimator(estimator);
      ProcessContinuation continuation = step.invoker().invokeProcessElement(step.arguments());
      if (continuation.shouldResume()) {
        // A fraction of zero: everything that was not claimed.
        SplitResult<Object> split = tracker.trySplit(0);
        if (split != null) {
          Object state = estimator.getState();
          step.context()
              .residuals()
              .add(
                  this,
                  value.withValue(
                      KV.of(
                          KV.of(pair.getKey(), KV.of(split.getResidual(), state)),
                          value.getValue().getValue())),
                  continuation.resumeDelay());
        }
      }
      tracker.checkDone();
      step.arguments().restrict(null);
    }

    @Override
    public void close() {
      step.close();
    }
  }
}

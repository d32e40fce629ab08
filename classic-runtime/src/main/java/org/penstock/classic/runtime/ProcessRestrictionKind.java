package org.penstock.classic.runtime;

import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn.ProcessContinuation;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.TruncateResult;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

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
    OutputObserver outputs = new OutputObserver();
    return new ProcessStep<>(
        new SplittableStep<>(fn, outputs.observed(context)),
        outputs,
        new BundleArguments<>(fn, context));
  }

  private static final class ProcessStep<InputT, OutputT>
      implements Step<KV<KV<InputT, KV<Object, Object>>, Double>>, RestrictionStep {
    private final SplittableStep<InputT, OutputT> step;
    private final OutputObserver outputs;
    private final BundleArguments<InputT, OutputT> bundleArguments;
    private final Residuals residuals;

    ProcessStep(
        SplittableStep<InputT, OutputT> step,
        OutputObserver outputs,
        BundleArguments<InputT, OutputT> bundle) {
      this.step = step;
      this.outputs = outputs;
      this.bundleArguments = bundle;
      this.residuals = step.context().residuals();
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
      RestrictionArguments restricted = restrict(value);
      WatermarkEstimator<Object> estimator =
          step.invoker().invokeNewWatermarkEstimator(step.arguments());
      restricted.watermarkEstimator(estimator);
      RestrictionCall call =
          new RestrictionCall(newTracker(), estimator, outputs, residuals.host());
      restricted.tracker(call);
      outputs.begin(estimator);
      ProcessContinuation continuation = step.invoker().invokeProcessElement(step.arguments());
      RestrictionCall.Rest rest = call.end(continuation);
      outputs.end();
      if (rest != null) {
        residuals.add(
            this,
            withRestriction(value, rest.restriction(), rest.watermarkEstimatorState()),
            RestrictionCall.delay(continuation),
            later(rest.watermark(), value.getTimestamp()));
      }
      step.arguments().restrict(null);
    }

    /** The watermark of outputs that are no earlier than either. */
    private static Instant later(Instant watermark, Instant element) {
      return watermark.isAfter(element) ? watermark : element;
    }

    private RestrictionArguments restrict(
        WindowedValue<KV<KV<InputT, KV<Object, Object>>, Double>> value) {
      KV<InputT, KV<Object, Object>> pair = value.getValue().getKey();
      step.current(value.withValue(pair.getKey()));
      RestrictionArguments restricted = new RestrictionArguments(pair.getValue().getKey());
      restricted.watermarkEstimatorState(pair.getValue().getValue());
      step.arguments().restrict(restricted);
      return restricted;
    }

    private RestrictionTracker<Object, Object> newTracker() {
      return step.invoker().invokeNewTracker(step.arguments());
    }

    private WindowedValue<KV<KV<InputT, KV<Object, Object>>, Double>> withRestriction(
        WindowedValue<KV<KV<InputT, KV<Object, Object>>, Double>> value,
        Object restriction,
        @Nullable Object watermarkEstimatorState) {
      return value.withValue(
          KV.of(
              KV.of(
                  value.getValue().getKey().getKey(), KV.of(restriction, watermarkEstimatorState)),
              value.getValue().getValue()));
    }

    @Override
    @SuppressWarnings("unchecked") // the caller has an element of this step's input
    public @Nullable WindowedValue<?> truncate(WindowedValue<?> element) {
      return step.call(
          () -> truncated((WindowedValue<KV<KV<InputT, KV<Object, Object>>, Double>>) element));
    }

    private @Nullable WindowedValue<?> truncated(
        WindowedValue<KV<KV<InputT, KV<Object, Object>>, Double>> value) {
      restrict(value).tracker(newTracker());
      TruncateResult<Object> truncated = step.invoker().invokeTruncateRestriction(step.arguments());
      step.arguments().restrict(null);
      return truncated == null || truncated.getTruncatedRestriction() == null
          ? null
          : withRestriction(
              value,
              truncated.getTruncatedRestriction(),
              value.getValue().getKey().getValue().getValue());
    }

    @Override
    public void close() {
      step.close();
    }
  }
}

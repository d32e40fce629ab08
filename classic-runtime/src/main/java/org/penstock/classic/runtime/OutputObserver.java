package org.penstock.classic.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.splittabledofn.TimestampObservingWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sees what a splittable DoFn outputs: counts it, and shows it to the watermark estimator. */
final class OutputObserver {
  private @Nullable TimestampObservingWatermarkEstimator<?> estimator;
  private long outputs;

  /** A call of the DoFn begins, with that estimator. */
  void begin(WatermarkEstimator<?> newEstimator) {
    estimator =
        newEstimator instanceof TimestampObservingWatermarkEstimator<?> observing
            ? observing
            : null;
    outputs = 0;
  }

  /** The call has ended. */
  void end() {
    estimator = null;
  }

  /** How many elements were output since the call began. */
  long outputs() {
    return outputs;
  }

  private void observe(Instant timestamp) {
    outputs++;
    if (estimator != null) {
      estimator.observeTimestamp(timestamp);
    }
  }

  /** The same step, whose outputs come by here. */
  StepContext observed(StepContext context) {
    Map<String, Receiver<?>> outputsByTag = new HashMap<>();
    context.outputs().forEach((tag, receiver) -> outputsByTag.put(tag, observed(receiver)));
    return context.withOutputs(outputsByTag);
  }

  private <T> Receiver<T> observed(Receiver<T> receiver) {
    return new Receiver<>() {
      @Override
      public void accept(WindowedValue<T> value) {
        observe(value.getTimestamp());
        receiver.accept(value);
      }

      @Override
      public void accept(T value, WindowedValue<?> like) {
        observe(like.getTimestamp());
        receiver.accept(value, like);
      }
    };
  }
}

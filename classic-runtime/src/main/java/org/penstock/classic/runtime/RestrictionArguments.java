package org.penstock.classic.runtime;

import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.jspecify.annotations.Nullable;

/** What the methods of a splittable DoFn may ask for; each exists from a certain method on. */
final class RestrictionArguments {
  private final Object restriction;
  private @Nullable Object watermarkEstimatorState;
  private @Nullable RestrictionTracker<?, ?> tracker;
  private @Nullable WatermarkEstimator<?> watermarkEstimator;

  RestrictionArguments(Object restriction) {
    this.restriction = restriction;
  }

  Object restriction() {
    return restriction;
  }

  @Nullable Object watermarkEstimatorState() {
    return watermarkEstimatorState;
  }

  RestrictionTracker<?, ?> tracker() {
    return present(tracker, "a restriction tracker");
  }

  WatermarkEstimator<?> watermarkEstimator() {
    return present(watermarkEstimator, "a watermark estimator");
  }

  void watermarkEstimatorState(@Nullable Object state) {
    this.watermarkEstimatorState = state;
  }

  void tracker(RestrictionTracker<?, ?> newTracker) {
    this.tracker = newTracker;
  }

  void watermarkEstimator(WatermarkEstimator<?> estimator) {
    this.watermarkEstimator = estimator;
  }

  private static <T> T present(@Nullable T value, String what) {
    if (value == null) {
      throw new UnsupportedOperationException("There is no " + what + " in this method yet");
    }
    return value;
  }
}

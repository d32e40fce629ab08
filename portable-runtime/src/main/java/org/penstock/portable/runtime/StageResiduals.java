package org.penstock.portable.runtime;

import java.io.IOException;
import java.time.Duration;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.BundleApplication;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.DelayedBundleApplication;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;

/**
 * Reads what a worker leaves of an element.
 *
 * @param spec the stage
 * @param layout its wires
 */
record StageResiduals(PortableStageSpec spec, StageLayout layout) {

  Residual of(DelayedBundleApplication delayed, boolean split) throws IOException {
    BundleApplication application = delayed.getApplication();
    if (!application.getTransformId().equals(spec.rootId())) {
      throw new IllegalStateException(
          String.format(
              "The worker leaves a part of an element of %s, and only %s, where the stage begins,"
                  + " can go on with one",
              application.getTransformId(), spec.rootId()));
    }
    var wait = delayed.getRequestedTimeDelay();
    return new Residual(
        layout.inputCoder().decode(application.getElement().newInput()),
        watermark(application),
        Duration.ofSeconds(wait.getSeconds(), wait.getNanos()),
        application.getIsBounded() != RunnerApi.IsBounded.Enum.UNBOUNDED,
        split);
  }

  /** An element that the worker has not begun with. */
  static Residual untouched(WindowedValue<?> element) {
    return new Residual(element, element.getTimestamp(), Duration.ZERO, true, true);
  }

  private static Instant watermark(BundleApplication application) {
    return application.getOutputWatermarksMap().values().stream()
        .map(
            time ->
                Instant.ofEpochMilli(
                    Math.addExact(
                        Math.multiplyExact(time.getSeconds(), 1000L), time.getNanos() / 1_000_000)))
        .min(Instant::compareTo)
        .map(StageResiduals::inRange)
        .orElse(BoundedWindow.TIMESTAMP_MIN_VALUE);
  }

  private static Instant inRange(Instant time) {
    if (time.isBefore(BoundedWindow.TIMESTAMP_MIN_VALUE)) {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }
    return time.isAfter(BoundedWindow.TIMESTAMP_MAX_VALUE)
        ? BoundedWindow.TIMESTAMP_MAX_VALUE
        : time;
  }
}

package org.penstock.runtime.source;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * Beam's watermark in Flink's terms: Beam has no element before its watermark, Flink none at or
 * before its own.
 */
final class FlinkWatermark {
  private FlinkWatermark() {}

  /** Flink's watermark; {@code Long.MIN_VALUE} for the beginning of time, MAX for its end. */
  static long of(Instant beam) {
    long millis = beam.getMillis();
    if (millis >= BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis()) {
      return Long.MAX_VALUE;
    }
    return millis <= BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis() ? Long.MIN_VALUE : millis - 1;
  }
}

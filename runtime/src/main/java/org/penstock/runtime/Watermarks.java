package org.penstock.runtime;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * Between Flink's watermarks and Beam's. Beam's says that no element <i>before</i> it is to come,
 * Flink's that none <i>at or before</i> it is; both have an end of time of their own.
 */
public final class Watermarks {
  private static final long MIN = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  private static final long MAX = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis();

  private Watermarks() {}

  /** Beam's watermark for one of Flink's, within Beam's time. */
  public static Instant toBeam(long flink) {
    if (flink < MIN) {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }
    return flink >= MAX ? BoundedWindow.TIMESTAMP_MAX_VALUE : Instant.ofEpochMilli(flink + 1);
  }

  /** Flink's watermark for one of Beam's; {@code Long.MIN_VALUE} and MAX at the ends of time. */
  public static long toFlink(Instant beam) {
    long millis = beam.getMillis();
    if (millis >= MAX) {
      return Long.MAX_VALUE;
    }
    return millis <= MIN ? Long.MIN_VALUE : millis - 1;
  }
}

package org.penstock.classic.streaming;

import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.penstock.classic.runtime.RestrictionRuntime;
import org.penstock.runtime.streaming.KeptRestrictions;

/**
 * Has calls of splittable DoFns end after a while.
 *
 * @param kept takes what they leave
 */
record RestrictionTurns(KeptRestrictions<?> kept) implements RestrictionRuntime {
  private static final long MAX_STEPS = 10_000;

  @Override
  public void later(WindowedValue<?> element, Duration delay, Instant watermark) {
    kept.later(element, delay, watermark);
  }

  @Override
  public long maxSteps() {
    return MAX_STEPS;
  }

  @Override
  public long maxNanos() {
    return kept.maxNanos();
  }
}

package org.penstock.classic.runtime;

import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * How a host wants the restrictions of a splittable DoFn processed that is the root of its stage: a
 * part at a time, and what is left of each it keeps itself.
 */
public interface RestrictionRuntime {
  /**
   * Keeps what is left of an element, to give it to {@link StageExecution#input} in a later bundle.
   *
   * @param element in the form of the stage's input; has one window if the DoFn looks at it
   * @param delay how long to wait at least
   * @param watermark no earlier than this are the elements that will come of it
   */
  void later(WindowedValue<?> element, Duration delay, Instant watermark);

  /** How many claims and outputs the call of the DoFn that begins now may make, about. */
  long maxSteps();

  /** How many nanoseconds the call of the DoFn that begins now may take, about. */
  long maxNanos();
}

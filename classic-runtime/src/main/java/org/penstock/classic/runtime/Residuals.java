package org.penstock.classic.runtime;

import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes the rest of an element that a splittable DoFn is to go on with later. */
interface Residuals {
  /**
   * Keeps the element until it is due.
   *
   * @param step goes on with the element, in a later bundle
   * @param element in the form of the step's input
   * @param delay how long to wait at least
   * @param watermark no earlier than this are the elements that will come of it
   */
  <T> void add(Receiver<T> step, WindowedValue<T> element, Duration delay, Instant watermark);

  /** What the host has to say on how long a call may go on; null for as long as it likes. */
  @Nullable RestrictionRuntime host();
}

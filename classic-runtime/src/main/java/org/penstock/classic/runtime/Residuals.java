package org.penstock.classic.runtime;

import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;

/** Takes the rest of an element that a splittable DoFn wants to go on with later. */
@FunctionalInterface
interface Residuals {
  /**
   * Keeps the element until it is due.
   *
   * @param step goes on with the element, in a later bundle
   * @param element in the form of the step's input
   * @param delay how long to wait at least
   */
  <T> void add(Receiver<T> step, WindowedValue<T> element, Duration delay);
}

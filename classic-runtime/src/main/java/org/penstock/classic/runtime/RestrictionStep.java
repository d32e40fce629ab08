package org.penstock.classic.runtime;

import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/** A step that processes restrictions. */
interface RestrictionStep {
  /**
   * Makes the restriction of an element a bounded one, for a pipeline that is to end.
   *
   * @param element in the form of the step's input, in one window
   * @return null if nothing of it is to be done any more
   */
  @Nullable WindowedValue<?> truncate(WindowedValue<?> element);
}

package org.penstock.runtime.streaming;

import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stage whose root is a splittable DoFn. It gives what is left of an element to {@link
 * KeptRestrictions#later}, before the bundle has ended.
 *
 * @param <T> the elements, each with its restriction
 */
public interface RestrictionStage<T> extends Processor<WindowedValue<T>> {
  /**
   * Goes on with an element that was kept, within a bundle. What is left of it now is kept when
   * this returns.
   *
   * @param watermark no earlier than this are the elements that will come of it
   */
  void resume(WindowedValue<T> element, Instant watermark) throws Exception;

  /** The element with a restriction that ends, or null if nothing of it is left to do. */
  @Nullable WindowedValue<T> truncate(WindowedValue<T> element) throws Exception;
}

package org.penstock.classic.runtime;

import org.apache.beam.sdk.values.WindowedValue;

/** Takes the elements of a PCollection, one after another, in the task's thread. */
@FunctionalInterface
public interface Receiver<T> {
  /** Takes an element, and returns when all that follows from it has been done. */
  void accept(WindowedValue<T> value);

  /**
   * Takes a value that has the timestamp, windows and pane of another element. Most steps look at
   * no more than the value, and then nobody needs to make a {@code WindowedValue} of it.
   */
  default void accept(T value, WindowedValue<?> like) {
    accept(like.withValue(value));
  }
}

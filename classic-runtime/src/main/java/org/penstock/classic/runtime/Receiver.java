package org.penstock.classic.runtime;

import org.apache.beam.sdk.values.WindowedValue;

/** Takes the elements of a PCollection, one after another, in the task's thread. */
@FunctionalInterface
public interface Receiver<T> {
  /** Takes an element, and returns when all that follows from it has been done. */
  void accept(WindowedValue<T> value);
}

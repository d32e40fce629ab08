package org.penstock.runtime;

import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;

/**
 * Takes the elements of a PCollection, and spares whoever has only the value the windowed value
 * around it.
 */
public interface ElementCollector<T> extends Collector<WindowedValue<T>> {
  /** Takes a value that has the timestamp, windows and pane of another element. */
  void collect(T value, WindowedValue<?> like);

  @Override
  default void collect(WindowedValue<T> element) {
    collect(element.getValue(), element);
  }
}

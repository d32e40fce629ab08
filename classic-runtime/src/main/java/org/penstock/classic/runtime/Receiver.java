package org.penstock.classic.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;

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

  /** What takes the elements of a stage's outputs and gives them to an operator's. */
  @SuppressWarnings("unchecked") // the operator's outputs are those of the stage
  static List<Receiver<?>> into(List<Collector<?>> outputs) {
    List<Receiver<?>> receivers = new ArrayList<>();
    for (Collector<?> output : outputs) {
      Collector<WindowedValue<Object>> collector = (Collector<WindowedValue<Object>>) output;
      Receiver<Object> receiver = collector::collect;
      receivers.add(receiver);
    }
    return receivers;
  }
}

package org.penstock.classic.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;
import org.penstock.runtime.ElementCollector;

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
      receivers.add(into((Collector<WindowedValue<Object>>) output));
    }
    return receivers;
  }

  private static Receiver<Object> into(Collector<WindowedValue<Object>> output) {
    if (!(output instanceof ElementCollector<Object> collector)) {
      return output::collect;
    }
    return new Receiver<>() {
      @Override
      public void accept(WindowedValue<Object> value) {
        collector.collect(value);
      }

      @Override
      public void accept(Object value, WindowedValue<?> like) {
        collector.collect(value, like);
      }
    };
  }
}

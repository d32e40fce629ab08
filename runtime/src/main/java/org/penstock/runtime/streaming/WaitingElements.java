package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.state.WatermarkHolds;

/**
 * Elements that wait before they are processed, in the order of their arrival. They are in memory,
 * and in Flink's state whenever a checkpoint is taken. Their timestamps hold the watermarks.
 */
final class WaitingElements<InputT> {
  /** What differs between operators with keys and without. */
  interface Shape<InputT> {
    /** The element with its timestamp and windows. */
    WindowedValue<?> windowed(InputT element);

    /** The same element in one of its windows. */
    InputT inWindow(InputT element, WindowedValue<?> single);

    /** What a checkpoint has. */
    List<InputT> restore() throws Exception;

    /** Replaces what the checkpoint before had. */
    void save(List<InputT> elements) throws Exception;
  }

  private final Shape<InputT> shape;
  private List<InputT> elements = new ArrayList<>();
  private final WatermarkHolds timestamps = new WatermarkHolds();
  private @Nullable Instant since;

  WaitingElements(Shape<InputT> shape) throws Exception {
    this.shape = shape;
    shape.restore().forEach(this::add);
  }

  Shape<InputT> shape() {
    return shape;
  }

  void add(InputT element) {
    elements.add(element);
    timestamps.add(shape.windowed(element).getTimestamp());
    since = null;
  }

  int size() {
    return elements.size();
  }

  boolean isEmpty() {
    return elements.isEmpty();
  }

  /** The earliest timestamp of all, the end of time if there are none. */
  Instant since() {
    if (elements.isEmpty()) {
      return BoundedWindow.TIMESTAMP_MAX_VALUE;
    }
    if (since == null) {
      since = timestamps.min();
    }
    return since;
  }

  /** What to do with an element that need not wait any more. */
  interface Consumer<InputT> {
    void accept(InputT element) throws Exception;
  }

  /** Removes those that need not wait, and hands them over. */
  void release(Predicate<InputT> ready, Consumer<InputT> consumer) throws Exception {
    List<InputT> waiting = elements;
    elements = new ArrayList<>();
    for (InputT element : waiting) {
      if (ready.test(element)) {
        consumer.accept(element);
        timestamps.remove(shape.windowed(element).getTimestamp());
      } else {
        elements.add(element);
      }
    }
    since = null;
  }

  void save() throws Exception {
    shape.save(elements);
  }
}

package org.penstock.classic.runtime;

import java.util.Collection;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;

/** An output of the element that a step is processing; one object serves all elements. */
final class TaggedOutput<T> implements OutputReceiver<T> {
  private final CurrentElement<?> current;
  private final Receiver<T> target;

  TaggedOutput(CurrentElement<?> current, Receiver<T> target) {
    this.current = current;
    this.target = target;
  }

  @Override
  public void output(T value) {
    target.accept(value, current.like());
  }

  @Override
  public void outputWithTimestamp(T value, Instant timestamp) {
    outputWindowedValue(
        value, timestamp, current.like().getWindows(), current.like().getPaneInfo());
  }

  @Override
  public void outputWindowedValue(
      T value, Instant timestamp, Collection<? extends BoundedWindow> windows, PaneInfo pane) {
    current.checkTimestamp(timestamp);
    target.accept(WindowedValues.of(value, timestamp, windows, pane));
  }

  @Override
  public OutputBuilder<T> builder(T value) {
    return WindowedValues.builder(current.like())
        .withValue(value)
        .setReceiver(
            built -> {
              current.checkTimestamp(built.getTimestamp());
              target.accept(built);
            });
  }
}

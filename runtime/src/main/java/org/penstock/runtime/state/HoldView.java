package org.penstock.runtime.state;

import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.WatermarkHoldState;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** A watermark hold, that of all timestamps added. */
record HoldView(HoldCells cells, String cell, StateNamespace namespace, TimestampCombiner combiner)
    implements WatermarkHoldState {

  @Override
  public void add(Instant timestamp) {
    Instant old = cells.get(namespace, cell);
    Instant hold = old == null ? timestamp : combiner.combine(old, timestamp);
    if (!hold.equals(old)) {
      cells.replace(namespace, cell, old, hold);
    }
  }

  @Override
  @SuppressWarnings("NullAway") // null is Beam's "no hold"
  public @Nullable Instant read() {
    return cells.get(namespace, cell);
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    return new LazyRead<>(() -> cells.get(namespace, cell) == null);
  }

  @Override
  public TimestampCombiner getTimestampCombiner() {
    return combiner;
  }

  @Override
  public WatermarkHoldState readLater() {
    return this;
  }

  @Override
  public void clear() {
    Instant old = cells.get(namespace, cell);
    if (old != null) {
      cells.replace(namespace, cell, old, null);
    }
  }
}

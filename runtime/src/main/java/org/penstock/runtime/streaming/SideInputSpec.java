package org.penstock.runtime.streaming;

import java.io.Serializable;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.WindowedValueCodec;

/**
 * A side input, as it travels to the task.
 *
 * @param name names it in the operator's state
 * @param panes how its panes are written
 * @param windowing its windowing
 * @param lookback how long after its end a window may still be asked for
 */
record SideInputSpec(
    String name,
    WindowedValueCodec<KV<@Nullable Void, Iterable<Object>>> panes,
    WindowingStrategy<?, ?> windowing,
    Duration lookback)
    implements Serializable {

  /** Whether nobody asks for the window any more when the main input has that watermark. */
  boolean isPast(BoundedWindow window, Instant mainWatermark) {
    // Compared in this way around, for the sum may be beyond the end of time.
    return mainWatermark.minus(lookback).isAfter(window.maxTimestamp());
  }
}

package org.penstock.runtime.state;

import java.util.TreeMap;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * The watermark holds of all keys of an operator: as many at each point of time as were added and
 * not removed. For one thread.
 */
public final class WatermarkHolds {
  private final TreeMap<Long, Count> counts = new TreeMap<>();
  private Instant min = BoundedWindow.TIMESTAMP_MAX_VALUE;

  private static final class Count {
    private long holds;
  }

  /** No holds. */
  public WatermarkHolds() {}

  /** Adds one hold. */
  public void add(Instant hold) {
    counts.computeIfAbsent(hold.getMillis(), millis -> new Count()).holds++;
    if (hold.isBefore(min)) {
      min = hold;
    }
  }

  /**
   * Removes one of the holds at that time.
   *
   * @throws IllegalStateException if there is none
   */
  public void remove(Instant hold) {
    Count count = counts.get(hold.getMillis());
    if (count == null) {
      throw new IllegalStateException(
          "Expected a watermark hold at "
              + hold
              + ", found none there, and holds at "
              + counts.size()
              + " other points of time");
    }
    if (--count.holds == 0) {
      counts.remove(hold.getMillis());
      if (hold.getMillis() == min.getMillis()) {
        min =
            counts.isEmpty()
                ? BoundedWindow.TIMESTAMP_MAX_VALUE
                : Instant.ofEpochMilli(counts.firstKey());
      }
    }
  }

  /** The earliest hold; {@link BoundedWindow#TIMESTAMP_MAX_VALUE} if there is none. */
  public Instant min() {
    return min;
  }
}

package org.penstock.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The timestamp that a group's output gets. The timestamps of the elements cross the shuffle only
 * where the combiner looks at them, which the default, the end of the window, does not.
 *
 * @param combiner the windowing strategy's timestamp combiner
 */
public record OutputTimestamps(TimestampCombiner combiner) implements Serializable {
  /** Whether the timestamps of elements matter. */
  public boolean looksAtElements() {
    return combiner != TimestampCombiner.END_OF_WINDOW;
  }

  /**
   * Writes what {@link #read} needs of an element's timestamp.
   *
   * @throws IOException if the stream fails
   */
  public void write(Instant timestamp, OutputStream out) throws IOException {
    if (looksAtElements()) {
      BigEndianLongCoder.of().encode(timestamp.getMillis(), out);
    }
  }

  /**
   * Reads a timestamp, or what stands for it where the combiner does not look.
   *
   * @throws IOException if the stream fails
   */
  public Instant read(InputStream in) throws IOException {
    return looksAtElements()
        ? Instant.ofEpochMilli(BigEndianLongCoder.of().decode(in))
        : BoundedWindow.TIMESTAMP_MIN_VALUE;
  }

  /** How many bytes {@link #write} writes. */
  public int size() {
    return looksAtElements() ? Long.BYTES : 0;
  }

  /** The output timestamp of one element in that window. */
  public Instant assign(BoundedWindow window, Instant timestamp) {
    return looksAtElements() ? combiner.assign(window, timestamp) : timestamp;
  }

  /** The output timestamp of what has either. */
  public Instant combine(@Nullable Instant one, Instant other) {
    return one == null || !looksAtElements() ? other : combiner.combine(one, other);
  }

  /** The output timestamp of a group, from what {@link #combine} made of its elements. */
  public Instant result(BoundedWindow window, Instant combined) {
    return looksAtElements() ? combined : window.maxTimestamp();
  }
}

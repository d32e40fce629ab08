package org.penstock.runtime.batch;

import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * A window that may still merge with others, and its values.
 *
 * @param window what the windows that it was merged from have become
 * @param timestamp the combined output timestamp of its values so far
 * @param buffers the values, those of each merged window apart
 */
record ActiveWindow<W extends BoundedWindow>(W window, Instant timestamp, List<ValueBuffer> buffers)
    implements AutoCloseable {
  ActiveWindow {
    buffers = List.copyOf(buffers);
  }

  @Override
  public void close() {
    buffers.forEach(ValueBuffer::close);
  }
}

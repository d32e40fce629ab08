package org.penstock.runtime.batch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.joda.time.Instant;
import org.penstock.runtime.OutputTimestamps;

/** The windows of one key that may still merge, as its window function says. */
final class ActiveWindows<W extends BoundedWindow> implements AutoCloseable {
  private final WindowFn<Object, W> windowFn;
  private final OutputTimestamps timestamps;
  private final Map<W, ActiveWindow<W>> windows = new LinkedHashMap<>();

  @SuppressWarnings("unchecked") // merging looks at windows only, not at elements
  ActiveWindows(WindowFn<?, W> windowFn, OutputTimestamps timestamps) {
    this.windowFn = (WindowFn<Object, W>) windowFn;
    this.timestamps = timestamps;
  }

  /**
   * Removes the windows that cannot merge with any that starts at {@code start} or later. Only
   * sessions are known to behave so; a window function of the user's may merge what it likes.
   */
  List<ActiveWindow<W>> completeBefore(long start) {
    if (!(windowFn instanceof Sessions) || windows.isEmpty()) {
      return List.of();
    }
    List<ActiveWindow<W>> complete = new ArrayList<>();
    windows
        .values()
        .removeIf(
            window -> {
              boolean ended = ((IntervalWindow) window.window()).end().getMillis() <= start;
              return ended && complete.add(window);
            });
    return complete;
  }

  /** The buffer for a value of that window, after all merging that the window brings. */
  @SuppressWarnings("unchecked") // the window function assigned it
  ValueBuffer add(BoundedWindow assigned, Instant timestamp, Supplier<ValueBuffer> newBuffer)
      throws Exception {
    W window = (W) assigned;
    W merged = windows.containsKey(window) ? window : merge(window);
    ActiveWindow<W> active = Objects.requireNonNull(windows.get(merged));
    Instant combined =
        timestamps.combine(
            active.buffers().isEmpty() ? null : active.timestamp(),
            timestamps.assign(merged, timestamp));
    List<ValueBuffer> buffers =
        active.buffers().isEmpty() ? List.of(newBuffer.get()) : active.buffers();
    windows.put(merged, new ActiveWindow<>(merged, combined, buffers));
    return buffers.get(buffers.size() - 1);
  }

  private W merge(W added) throws Exception {
    windows.put(added, new ActiveWindow<>(added, BoundedWindow.TIMESTAMP_MIN_VALUE, List.of()));
    Merges merges = new Merges(windowFn, List.copyOf(windows.keySet()));
    windowFn.mergeWindows(merges);
    W result = added;
    for (Merge<W> merge : merges.merges) {
      if (merge.from().contains(added)) {
        result = merge.to();
      }
      join(merge);
    }
    return result;
  }

  private void join(Merge<W> merge) {
    List<ValueBuffer> buffers = new ArrayList<>();
    List<Instant> combined = new ArrayList<>();
    for (W from : merge.from()) {
      ActiveWindow<W> old = windows.remove(from);
      if (old != null && !old.buffers().isEmpty()) {
        buffers.addAll(old.buffers());
        combined.add(old.timestamp());
      }
    }
    Instant timestamp =
        combined.isEmpty()
            ? BoundedWindow.TIMESTAMP_MIN_VALUE
            : timestamps.combiner().merge(merge.to(), combined);
    windows.put(merge.to(), new ActiveWindow<>(merge.to(), timestamp, buffers));
  }

  List<ActiveWindow<W>> removeAll() {
    List<ActiveWindow<W>> all = List.copyOf(windows.values());
    windows.clear();
    return all;
  }

  @Override
  public void close() {
    windows.values().forEach(ActiveWindow::close);
  }

  private record Merge<W>(Collection<W> from, W to) {}

  private final class Merges extends WindowFn<Object, W>.MergeContext {
    private final Collection<W> active;
    private final List<Merge<W>> merges = new ArrayList<>();

    Merges(WindowFn<Object, W> fn, Collection<W> active) {
      fn.super();
      this.active = active;
    }

    @Override
    public Collection<W> windows() {
      return active;
    }

    @Override
    public void merge(Collection<W> from, W to) {
      merges.add(new Merge<>(List.copyOf(from), to));
    }
  }
}

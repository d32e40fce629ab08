package org.penstock.runtime.source;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.jspecify.annotations.Nullable;

/** The splits of a reader, which take turns. */
final class ActiveSplits<T> {
  private final Deque<ActiveSplit<T>> splits = new ArrayDeque<>();

  void add(ActiveSplit<T> split) {
    // Before the others: it holds the watermark back until it is opened.
    splits.addFirst(split);
  }

  void remove(ActiveSplit<T> split) {
    splits.remove(split);
  }

  boolean isEmpty() {
    return splits.isEmpty();
  }

  Collection<ActiveSplit<T>> all() {
    return Collections.unmodifiableCollection(splits);
  }

  /** The next split that does not rest, which then is the last in the row; null if all rest. */
  @Nullable ActiveSplit<T> next(long now) {
    for (int i = splits.size(); i > 0; i--) {
      ActiveSplit<T> split = splits.removeFirst();
      splits.addLast(split);
      if (split.nanosUntilReady(now) <= 0) {
        return split;
      }
    }
    return null;
  }

  /** Nanoseconds until a split should be read; not positive if that is now. */
  long nanosUntilReady(long now) {
    long shortest = Long.MAX_VALUE;
    for (ActiveSplit<T> split : splits) {
      shortest = Math.min(shortest, split.nanosUntilReady(now));
    }
    return shortest;
  }

  /**
   * The bytes that the splits still have to read, or else, if they don't know that, those of the
   * whole source; negative if neither is known.
   */
  long backlogBytes() {
    long own = UnboundedReader.BACKLOG_UNKNOWN;
    long total = UnboundedReader.BACKLOG_UNKNOWN;
    for (ActiveSplit<T> split : splits) {
      SplitReader<T> reader = split.reader();
      if (reader != null) {
        long bytes = reader.splitBacklogBytes();
        if (bytes >= 0) {
          own = Math.max(0, own) + bytes;
        } else {
          total = Math.max(total, reader.totalBacklogBytes());
        }
      }
    }
    return own >= 0 ? own : total;
  }
}

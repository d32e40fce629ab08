package org.penstock.runtime.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint marks that wait for their checkpoint to complete. A completed checkpoint contains
 * all that was read before it, so it finalizes the marks of those before it, too: also of those
 * that were aborted or never reported. Marks of a source of messages are the acknowledgements since
 * the last mark, and a mark that was dropped would leave its messages unacknowledged for good.
 */
final class CheckpointMarks {
  private final NavigableMap<Long, List<Taken>> taken = new TreeMap<>();

  /** The last marks of the splits that ended after the last checkpoint. */
  private List<Taken> ended = new ArrayList<>();

  /**
   * A split ended, and is in no snapshot any more. Its reader is closed only when its last mark is
   * finalized: acknowledging may need the reader's connection.
   */
  void ended(@Nullable CheckpointMark mark, SplitReader<?> reader) {
    ended.add(new Taken(mark, reader));
  }

  /** Notes the marks that a checkpoint contains. */
  void taken(long checkpointId, List<CheckpointMark> marks) {
    List<Taken> all = ended;
    ended = new ArrayList<>();
    marks.forEach(mark -> all.add(new Taken(mark, null)));
    if (!all.isEmpty()) {
      taken.put(checkpointId, all);
    }
  }

  /** Finalizes the marks of that checkpoint and of those before it, in their order. */
  void completed(long checkpointId) throws IOException {
    Map.Entry<Long, List<Taken>> first = taken.firstEntry();
    while (first != null && first.getKey() <= checkpointId) {
      taken.remove(first.getKey());
      for (Taken one : first.getValue()) {
        one.commit();
      }
      first = taken.firstEntry();
    }
  }

  /** Finalizes the marks of the splits that ended, for there are no checkpoints. */
  void commitEnded() throws IOException {
    List<Taken> all = ended;
    ended = new ArrayList<>();
    for (Taken one : all) {
      one.commit();
    }
  }

  /** The readers of ended splits that are still open. */
  List<SplitReader<?>> openReaders() {
    List<SplitReader<?>> readers = new ArrayList<>();
    ended.forEach(one -> one.addReaderTo(readers));
    taken.values().forEach(marks -> marks.forEach(one -> one.addReaderTo(readers)));
    return readers;
  }

  private record Taken(@Nullable CheckpointMark mark, @Nullable SplitReader<?> reader) {
    void commit() throws IOException {
      try {
        if (mark != null) {
          mark.finalizeCheckpoint();
        }
      } finally {
        if (reader != null) {
          reader.close();
        }
      }
    }

    void addReaderTo(List<SplitReader<?>> readers) {
      if (reader != null) {
        readers.add(reader);
      }
    }
  }
}

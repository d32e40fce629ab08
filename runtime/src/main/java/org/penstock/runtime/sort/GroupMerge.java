package org.penstock.runtime.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Merges the groups of several cursors: where more than one has a key, into one group. */
final class GroupMerge {

  private record Source(GroupCursor cursor, int arrival) {}

  private final boolean ordered;
  private final MergeHeap<Source> heap = new MergeHeap<>(GroupMerge::less);

  /** The cursors that stand at the current group, those with earlier records first. */
  private final List<Source> current = new ArrayList<>();

  /**
   * @param cursors those with earlier records first
   * @param ordered whether records may have orders other than zero
   */
  GroupMerge(List<GroupCursor> cursors, boolean ordered) {
    this.ordered = ordered;
    for (int i = 0; i < cursors.size(); i++) {
      current.add(new Source(cursors.get(i), i));
    }
  }

  boolean next() throws IOException {
    if (heap.isEmpty() && current.size() == 1) {
      // All others are at their end, or there never were any.
      return current.get(0).cursor.nextGroup();
    }
    for (int i = 0; i < current.size(); i++) {
      if (current.get(i).cursor.nextGroup()) {
        heap.add(current.get(i));
      }
    }
    current.clear();
    if (heap.isEmpty()) {
      return false;
    }
    Source first = heap.first();
    do {
      current.add(heap.first());
      heap.removeFirst();
    } while (!heap.isEmpty() && first.cursor.key().compareTo(heap.first().cursor.key()) == 0);
    return true;
  }

  private static boolean less(Source left, Source right) throws IOException {
    int byKey = left.cursor.key().compareTo(right.cursor.key());
    return byKey != 0 ? byKey < 0 : left.arrival < right.arrival;
  }

  GroupKey key() {
    return current.get(0).cursor.key();
  }

  long groupBytes() {
    long sum = 0;
    for (int i = 0; i < current.size(); i++) {
      sum += current.get(i).cursor.groupBytes();
    }
    return sum;
  }

  List<GroupPart> parts() {
    return current.stream().map(source -> source.cursor.part()).toList();
  }

  void copyTo(EntrySink sink) throws IOException {
    if (current.size() == 1 || !ordered) {
      for (int i = 0; i < current.size(); i++) {
        current.get(i).cursor.copyTo(sink);
      }
      return;
    }
    EntryMerge merge =
        new EntryMerge(current.stream().map(source -> source.cursor.entries()).toList());
    Payload payload = new Payload();
    while (merge.advance()) {
      merge.payload(payload);
      sink.append(merge.order(), payload.array, payload.offset, payload.length);
    }
  }

  /** Writes all groups to a run. */
  void writeTo(RunWriter writer) throws IOException {
    while (next()) {
      key().beginGroup(writer);
      copyTo(writer);
      writer.endGroup();
    }
  }
}

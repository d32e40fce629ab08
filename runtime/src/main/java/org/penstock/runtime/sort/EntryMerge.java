package org.penstock.runtime.sort;

import java.io.IOException;
import java.util.List;

/** Merges the records of one group from several readers, by order and then by arrival. */
final class EntryMerge implements EntryReader {

  private record Head(EntryReader reader, int arrival) {}

  private final List<? extends EntryReader> readers;
  private final MergeHeap<Head> heap = new MergeHeap<>(EntryMerge::less);
  private boolean started;

  /**
   * @param readers each before its first record; those with earlier records first
   */
  EntryMerge(List<? extends EntryReader> readers) {
    this.readers = readers;
  }

  @Override
  public boolean advance() throws IOException {
    if (!started) {
      started = true;
      for (int i = 0; i < readers.size(); i++) {
        if (readers.get(i).advance()) {
          heap.add(new Head(readers.get(i), i));
        }
      }
    } else if (!heap.isEmpty()) {
      if (heap.first().reader.advance()) {
        heap.firstChanged();
      } else {
        heap.removeFirst();
      }
    }
    return !heap.isEmpty();
  }

  private static boolean less(Head left, Head right) {
    long leftOrder = left.reader.order();
    long rightOrder = right.reader.order();
    return leftOrder != rightOrder ? leftOrder < rightOrder : left.arrival < right.arrival;
  }

  @Override
  public long order() {
    return heap.first().reader.order();
  }

  @Override
  public void payload(Payload target) throws IOException {
    heap.first().reader.payload(target);
  }
}

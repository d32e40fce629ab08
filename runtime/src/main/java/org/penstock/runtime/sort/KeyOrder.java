package org.penstock.runtime.sort;

import org.apache.flink.runtime.operators.sort.IndexedSortable;
import org.apache.flink.runtime.operators.sort.QuickSort;

/** Sorts a buffer's entries by key, order and arrival: the rare case of keys that share a hash. */
final class KeyOrder implements IndexedSortable {

  private final SortBuffer buffer;

  KeyOrder(SortBuffer buffer) {
    this.buffer = buffer;
  }

  void sort(int from, int to) {
    new QuickSort().sort(this, from, to);
  }

  @Override
  public int compare(int i, int j) {
    int left = buffer.record(i);
    int right = buffer.record(j);
    if (left == right) {
      return 0;
    }
    int byKey =
        buffer
            .segment()
            .compare(
                buffer.segment(),
                buffer.keyAt(left),
                buffer.keyAt(right),
                buffer.keyLength(left),
                buffer.keyLength(right));
    if (byKey != 0) {
      return byKey;
    }
    int byOrder = Long.compare(buffer.order(i), buffer.order(j));
    return byOrder != 0 ? byOrder : Integer.compare(left, right);
  }

  @Override
  public void swap(int i, int j) {
    var segment = buffer.segment();
    int left = buffer.entryAt(i);
    int right = buffer.entryAt(j);
    long place = segment.getLong(left);
    long order = segment.getLong(left + 8);
    segment.putLong(left, segment.getLong(right));
    segment.putLong(left + 8, segment.getLong(right + 8));
    segment.putLong(right, place);
    segment.putLong(right + 8, order);
  }

  @Override
  public int compare(int segmentI, int offsetI, int segmentJ, int offsetJ) {
    return compare(offsetI / recordSize(), offsetJ / recordSize());
  }

  @Override
  public void swap(int segmentI, int offsetI, int segmentJ, int offsetJ) {
    swap(offsetI / recordSize(), offsetJ / recordSize());
  }

  @Override
  public int size() {
    return buffer.count();
  }

  @Override
  public int recordSize() {
    return SortBuffer.ENTRY_BYTES;
  }

  @Override
  public int recordsPerSegment() {
    return Integer.MAX_VALUE / SortBuffer.ENTRY_BYTES;
  }
}

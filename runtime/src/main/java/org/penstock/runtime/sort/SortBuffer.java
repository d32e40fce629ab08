package org.penstock.runtime.sort;

import java.io.IOException;
import org.apache.flink.core.memory.MemorySegment;

/**
 * Records in one memory segment: their bytes grow from the front, an index of fixed-size entries
 * from the back.
 *
 * <p>An index entry is all that sorting looks at: {@code hash << 32 | position} and the order.
 * Since positions rise with arrival, they also break ties. A record is the lengths of key and
 * payload and then both.
 */
final class SortBuffer {

  static final int ENTRY_BYTES = 16;
  private static final int HEADER_BYTES = 8;

  private final MemorySegment segment;
  private final int limit;
  private int end;
  private int count;

  SortBuffer(MemorySegment segment) {
    this.segment = segment;
    this.limit = segment.size() & -8;
  }

  /** Returns how large a segment must be to hold a record with that many bytes of key and value. */
  static long bytesFor(long recordBytes) {
    return (recordBytes + HEADER_BYTES + ENTRY_BYTES + 7) & -8;
  }

  boolean add(
      int hash,
      byte[] key,
      int keyOffset,
      int keyLength,
      long order,
      byte[] payload,
      int payloadOffset,
      int payloadLength) {
    int start = end;
    int entry = limit - (count + 1) * ENTRY_BYTES;
    if ((long) start + HEADER_BYTES + keyLength + payloadLength > entry) {
      return false;
    }
    segment.putInt(start, keyLength);
    segment.putInt(start + 4, payloadLength);
    int keyAt = start + HEADER_BYTES;
    Bytes.put(segment, keyAt, key, keyOffset, keyLength);
    Bytes.put(segment, keyAt + keyLength, payload, payloadOffset, payloadLength);
    segment.putLong(entry, ((long) hash << 32) | start);
    segment.putLong(entry + 8, order);
    end = keyAt + keyLength + payloadLength;
    count++;
    return true;
  }

  void sort() throws IOException {
    new EntrySort(segment, limit).sort(0, count);
  }

  /** Sorts entries of one hash by their keys first. Only needed where different keys share it. */
  void sortByKey(int from, int to) throws IOException {
    Cancellation.check();
    new KeyOrder(this).sort(from, to);
  }

  void clear() {
    end = 0;
    count = 0;
  }

  int count() {
    return count;
  }

  MemorySegment segment() {
    return segment;
  }

  int entryAt(int index) {
    return limit - (index + 1) * ENTRY_BYTES;
  }

  int hash(int index) {
    return (int) (segment.getLong(entryAt(index)) >> 32);
  }

  int record(int index) {
    return (int) segment.getLong(entryAt(index));
  }

  long order(int index) {
    return segment.getLong(entryAt(index) + 8);
  }

  int keyLength(int record) {
    return segment.getInt(record);
  }

  int keyAt(int record) {
    return record + HEADER_BYTES;
  }

  int payloadLength(int record) {
    return segment.getInt(record + 4);
  }

  int payloadAt(int record) {
    return record + HEADER_BYTES + segment.getInt(record);
  }

  boolean sameKey(int record, int other) {
    int length = segment.getInt(record);
    return length == segment.getInt(other)
        && Bytes.equal(segment, keyAt(record), keyAt(other), length);
  }
}

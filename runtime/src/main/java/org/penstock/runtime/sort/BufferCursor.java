package org.penstock.runtime.sort;

import java.io.IOException;
import org.apache.flink.core.memory.MemorySegment;

/** Goes through the groups of a sorted buffer in memory. */
final class BufferCursor implements GroupCursor {

  private static final int ABOUT_HEADER_BYTES = 2;

  private final SortBuffer buffer;
  private final GroupKey key = new GroupKey(this::readKey);
  private final RecordWalk walk;
  private int from;
  private int to;
  private int hashEnd;
  private long bytes;

  /**
   * @param buffer sorted, and not sorted again from now on
   */
  BufferCursor(SortBuffer buffer) {
    this.buffer = buffer;
    this.walk = new RecordWalk(buffer, 0);
  }

  @Override
  public boolean nextGroup() throws IOException {
    from = to;
    if (from == buffer.count()) {
      return false;
    }
    if (from == hashEnd) {
      openHash();
    } else {
      findEnd();
    }
    int record = buffer.record(from);
    key.set(buffer.hash(from), buffer.keyLength(record));
    return true;
  }

  /** Finds the entries of the next hash, which nearly always belong to one key. */
  private void openHash() throws IOException {
    int hash = buffer.hash(from);
    hashEnd = buffer.count();
    findEnd();
    int end = to;
    if (end == hashEnd || buffer.hash(end) != hash) {
      hashEnd = end;
      return;
    }
    do {
      end++;
    } while (end < buffer.count() && buffer.hash(end) == hash);
    hashEnd = end;
    buffer.sortByKey(from, end);
    findEnd();
  }

  private void findEnd() {
    int first = walk.record(from);
    int hash = buffer.hash(from);
    long sum = (long) buffer.payloadLength(first) + ABOUT_HEADER_BYTES;
    int at = from + 1;
    for (; at < hashEnd && buffer.hash(at) == hash; at++) {
      int record = walk.record(at);
      if (!buffer.sameKey(first, record)) {
        break;
      }
      sum += buffer.payloadLength(record) + ABOUT_HEADER_BYTES;
    }
    to = at;
    bytes = sum;
  }

  private void readKey(int at, byte[] target, int offset, int length) {
    int keyAt = buffer.keyAt(buffer.record(from));
    Bytes.get(buffer.segment(), keyAt + at, target, offset, length);
  }

  @Override
  public GroupKey key() {
    return key;
  }

  @Override
  public long groupBytes() {
    return bytes;
  }

  @Override
  public EntryReader entries() {
    return part().open();
  }

  @Override
  public void copyTo(EntrySink sink) throws IOException {
    MemorySegment segment = buffer.segment();
    RecordWalk again = new RecordWalk(buffer, from);
    for (int i = from; i < to; i++) {
      int record = again.record(i);
      sink.append(buffer.order(i), segment, buffer.payloadAt(record), buffer.payloadLength(record));
    }
  }

  @Override
  public GroupPart part() {
    int first = from;
    int end = to;
    return () -> new BufferEntries(buffer, first, end);
  }
}

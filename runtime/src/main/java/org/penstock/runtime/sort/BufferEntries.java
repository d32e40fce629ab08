package org.penstock.runtime.sort;

/** Reads records from a sorted buffer in memory. */
final class BufferEntries implements EntryReader {

  private final SortBuffer buffer;
  private final RecordWalk walk;
  private final int to;
  private int at;

  BufferEntries(SortBuffer buffer, int from, int to) {
    this.buffer = buffer;
    this.walk = new RecordWalk(buffer, from);
    this.to = to;
    this.at = from - 1;
  }

  @Override
  public boolean advance() {
    return ++at < to;
  }

  @Override
  public long order() {
    return buffer.order(at);
  }

  @Override
  public void payload(Payload target) {
    int record = walk.record(at);
    int length = buffer.payloadLength(record);
    byte[] copy = target.fill(length);
    Bytes.get(buffer.segment(), buffer.payloadAt(record), copy, 0, length);
  }
}

package org.penstock.runtime.sort;

import java.util.Arrays;
import org.apache.flink.core.memory.MemorySegment;

/** A group that was copied to the heap as a whole. */
final class SmallGroup implements SortedGroup {

  private final byte[] key;
  private final int keyHash;
  private final byte[] records;

  private SmallGroup(byte[] key, int keyHash, byte[] records) {
    this.key = key;
    this.keyHash = keyHash;
    this.records = records;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public int keyHash() {
    return keyHash;
  }

  @Override
  public GroupIterator entries() {
    return new Entries(records);
  }

  /** Collects the records of one group after the other. */
  static final class Builder implements EntrySink {

    private byte[] bytes = new byte[1024];
    private int used;
    private long lastOrder;

    SmallGroup build(byte[] key, int keyHash) {
      SmallGroup group = new SmallGroup(key, keyHash, Arrays.copyOf(bytes, used));
      used = 0;
      lastOrder = 0;
      return group;
    }

    @Override
    public void append(long order, byte[] payload, int offset, int length) {
      appendHead(order, length);
      System.arraycopy(payload, offset, bytes, used, length);
      used += length;
    }

    @Override
    public void append(long order, MemorySegment payload, int offset, int length) {
      appendHead(order, length);
      Bytes.get(payload, offset, bytes, used, length);
      used += length;
    }

    @Override
    public void appendEncoded(byte[] records, int offset, int length) {
      room(length);
      System.arraycopy(records, offset, bytes, used, length);
      used += length;
    }

    private void appendHead(long order, int length) {
      room(2 * VarInts.MAX_BYTES + length);
      used = VarInts.put(bytes, used, length);
      used = VarInts.put(bytes, used, VarInts.zigZag(order - lastOrder));
      lastOrder = order;
    }

    private void room(int more) {
      if (bytes.length - used < more) {
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + more));
      }
    }
  }

  private static final class Entries implements GroupIterator {

    private final byte[] records;
    private int offset;
    private int length;
    private long order;

    Entries(byte[] records) {
      this.records = records;
    }

    @Override
    public boolean advance() {
      int at = offset + length;
      if (at == records.length) {
        return false;
      }
      length = (int) VarInts.get(records, at);
      at = VarInts.skip(records, at);
      order += VarInts.unZigZag(VarInts.get(records, at));
      offset = VarInts.skip(records, at);
      return true;
    }

    @Override
    public long order() {
      return order;
    }

    @Override
    public byte[] array() {
      return records;
    }

    @Override
    public int offset() {
      return offset;
    }

    @Override
    public int length() {
      return length;
    }
  }
}

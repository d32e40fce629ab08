package org.penstock.runtime;

import java.io.InputStream;
import java.util.Objects;

/**
 * Reads bytes out of an array. {@link java.io.ByteArrayInputStream} takes a lock at each call,
 * which costs more than all the rest of decoding a short key.
 */
public final class ArrayInput extends InputStream {
  private final byte[] bytes;
  private final int end;
  private int at;

  /** Reads all of the array, which is not copied. */
  public ArrayInput(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /**
   * Reads a part of the array, which is not copied.
   *
   * @throws IndexOutOfBoundsException if the array has no such part
   */
  public ArrayInput(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
  }

  @Override
  public int read() {
    return at < end ? bytes[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int count = Math.min(length, end - at);
    if (count == 0) {
      return -1;
    }
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public long skip(long count) {
    int skipped = (int) Math.max(0, Math.min(count, end - at));
    at += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return end - at;
  }
}

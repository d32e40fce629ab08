package org.penstock.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * A key as its coder wrote it, with its hash. Keys are the same when their bytes are, which is what
 * Beam says of keys.
 *
 * <p>Up to eight bytes are in the object itself: most keys are short, and where state is looked up
 * for thousands of them, each object more is one more place in memory to wait for.
 */
public final class EncodedKey {
  private final int hash;
  private final int length;
  // The bytes of a short key, the last one lowest; of a long one nothing.
  private final long head;
  private final byte @Nullable [] bytes;

  private EncodedKey(long head, int length) {
    this.head = head;
    this.length = length;
    this.bytes = null;
    this.hash = ShuffleRecord.hash(head, length);
  }

  private EncodedKey(byte[] bytes) {
    this.head = 0;
    this.length = bytes.length;
    this.bytes = bytes;
    this.hash = ShuffleRecord.hash(bytes);
  }

  /** The key of those bytes, which must not be changed from now on. */
  public static EncodedKey of(byte[] bytes) {
    return bytes.length > Long.BYTES
        ? new EncodedKey(bytes)
        : new EncodedKey(packed(bytes, bytes.length), bytes.length);
  }

  /** The key of what was written to the scratch. */
  public static EncodedKey of(Scratch scratch) {
    return scratch.size() > Long.BYTES
        ? new EncodedKey(scratch.toBytes())
        : new EncodedKey(packed(scratch.buffer(), scratch.size()), scratch.size());
  }

  private static long packed(byte[] bytes, int length) {
    long packed = 0;
    for (int i = 0; i < length; i++) {
      packed = packed << Byte.SIZE | (bytes[i] & 0xff);
    }
    return packed;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws EOFException if the bytes end before
   */
  public static EncodedKey read(InputStream source) throws IOException {
    int length = VarInt.decodeInt(source);
    if (length > Long.BYTES) {
      byte[] bytes = source.readNBytes(length);
      if (bytes.length < length) {
        throw ended(length, bytes.length);
      }
      return new EncodedKey(bytes);
    }
    long head = 0;
    for (int i = 0; i < length; i++) {
      int b = source.read();
      if (b < 0) {
        throw ended(length, i);
      }
      head = head << Byte.SIZE | b;
    }
    return new EncodedKey(head, length);
  }

  private static EOFException ended(int length, int found) {
    return new EOFException("Expected a key of " + length + " bytes, found only " + found);
  }

  /** Writes the bytes behind their length. */
  public void write(OutputStream target) throws IOException {
    VarInt.encode(length, target);
    if (bytes != null) {
      target.write(bytes);
    } else {
      for (int i = 0; i < length; i++) {
        target.write(shortByte(i));
      }
    }
  }

  /** Reads the bytes. */
  public InputStream open() {
    return bytes == null ? new ShortInput(this) : new ArrayInput(bytes);
  }

  /** The encoded key; not to be changed. */
  public byte[] bytes() {
    if (bytes != null) {
      return bytes;
    }
    byte[] copy = new byte[length];
    for (int i = 0; i < length; i++) {
      copy[i] = (byte) shortByte(i);
    }
    return copy;
  }

  /** A byte of a short key, unsigned. */
  private int shortByte(int index) {
    return (int) (head >>> (Byte.SIZE * (length - 1 - index))) & 0xff;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof EncodedKey that
            && hash == that.hash
            && head == that.head
            && length == that.length
            && (bytes == null || Arrays.equals(bytes, that.bytes)));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "EncodedKey" + Arrays.toString(bytes());
  }

  /** Reads a short key. */
  private static final class ShortInput extends InputStream {
    private final EncodedKey key;
    private int at;

    ShortInput(EncodedKey key) {
      this.key = key;
    }

    @Override
    public int read() {
      return at < key.length ? key.shortByte(at++) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      Objects.checkFromIndexSize(offset, count, target.length);
      int given = Math.min(count, available());
      for (int i = 0; i < given; i++) {
        target[offset + i] = (byte) key.shortByte(at++);
      }
      return given == 0 && count > 0 ? -1 : given;
    }

    @Override
    public int available() {
      return key.length - at;
    }
  }
}

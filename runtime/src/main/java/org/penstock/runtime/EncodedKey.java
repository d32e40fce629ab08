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
 * A key as its coder wrote it. Keys are the same when their bytes are, which is what Beam says of
 * keys.
 *
 * <p>Up to eight bytes are in the object itself: most keys are short, and where state is looked up
 * for thousands of them, each object more is one more place in memory to wait for.
 */
public abstract sealed class EncodedKey {
  private EncodedKey() {}

  /** The key of those bytes, which must not be changed from now on. */
  public static EncodedKey of(byte[] bytes) {
    return bytes.length > Long.BYTES
        ? new LongKey(bytes)
        : new ShortKey(packed(bytes, bytes.length), bytes.length);
  }

  /** The key of what was written to the scratch. */
  public static EncodedKey of(Scratch scratch) {
    return scratch.size() > Long.BYTES
        ? new LongKey(scratch.toBytes())
        : new ShortKey(packed(scratch.buffer(), scratch.size()), scratch.size());
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
      return new LongKey(bytes);
    }
    if (source instanceof DataInputViewStream view) {
      return new ShortKey(view.readPacked(length), length);
    }
    long head = 0;
    for (int i = 0; i < length; i++) {
      int b = source.read();
      if (b < 0) {
        throw ended(length, i);
      }
      head = head << Byte.SIZE | b;
    }
    return new ShortKey(head, length);
  }

  private static EOFException ended(int length, int found) {
    return new EOFException("Expected a key of " + length + " bytes, found only " + found);
  }

  /** Writes the bytes behind their length. */
  public abstract void write(OutputStream target) throws IOException;

  /** Reads the bytes. */
  public abstract InputStream open();

  /** The encoded key; not to be changed. */
  public abstract byte[] bytes();

  @Override
  public abstract boolean equals(@Nullable Object other);

  @Override
  public abstract int hashCode();

  @Override
  public final String toString() {
    return "EncodedKey" + Arrays.toString(bytes());
  }

  private static final class LongKey extends EncodedKey {
    private final byte[] bytes;
    private final int hash;

    LongKey(byte[] bytes) {
      this.bytes = bytes;
      this.hash = ShuffleRecord.hash(bytes);
    }

    @Override
    public void write(OutputStream target) throws IOException {
      VarInt.encode(bytes.length, target);
      target.write(bytes);
    }

    @Override
    public InputStream open() {
      return new ArrayInput(bytes);
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof LongKey that
              && hash == that.hash
              && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** Its hash is not kept: to make it anew takes less time than a larger object. */
  private static final class ShortKey extends EncodedKey {
    // 2^64 over the golden ratio.
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final int LENGTH_SHIFT = 60;

    // The last byte is the lowest.
    private final long head;
    private final int length;

    ShortKey(long head, int length) {
      this.head = head;
      this.length = length;
    }

    @Override
    public void write(OutputStream target) throws IOException {
      if (target instanceof DataOutputViewStream view) {
        view.writePacked(head, length);
        return;
      }
      target.write(length);
      for (int i = 0; i < length; i++) {
        target.write(byteAt(i));
      }
    }

    @Override
    public InputStream open() {
      return new ShortInput(this);
    }

    @Override
    public byte[] bytes() {
      byte[] copy = new byte[length];
      for (int i = 0; i < length; i++) {
        copy[i] = (byte) byteAt(i);
      }
      return copy;
    }

    /** A byte, unsigned. */
    private int byteAt(int index) {
      return (int) (head >>> (Byte.SIZE * (length - 1 - index))) & 0xff;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof ShortKey that && head == that.head && length == that.length);
    }

    /**
     * Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4), which takes one
     * multiplication: Flink mixes the bits of hashes itself, so all that this has to do is to keep
     * short keys apart. The length is where keys of few bytes have no bits.
     */
    @Override
    public int hashCode() {
      return (int) (((head ^ (long) length << LENGTH_SHIFT) * GOLDEN) >>> Integer.SIZE);
    }
  }

  /** Reads a short key. */
  private static final class ShortInput extends InputStream {
    private final ShortKey key;
    private int at;

    ShortInput(ShortKey key) {
      this.key = key;
    }

    @Override
    public int read() {
      return at < key.length ? key.byteAt(at++) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      Objects.checkFromIndexSize(offset, count, target.length);
      int given = Math.min(count, available());
      for (int i = 0; i < given; i++) {
        target[offset + i] = (byte) key.byteAt(at++);
      }
      return given == 0 && count > 0 ? -1 : given;
    }

    @Override
    public int available() {
      return key.length - at;
    }
  }
}

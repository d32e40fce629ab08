package org.penstock.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * A key as its coder wrote it, with its hash. Keys are the same when their bytes are, which is what
 * Beam says of keys.
 */
public final class EncodedKey {
  private final byte[] bytes;
  private final int hash;

  private EncodedKey(byte[] bytes) {
    this.bytes = bytes;
    this.hash = ShuffleRecord.hash(bytes);
  }

  /** The key of those bytes, which must not be changed from now on. */
  public static EncodedKey of(byte[] bytes) {
    return new EncodedKey(bytes);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws EOFException if the bytes end before
   */
  public static EncodedKey read(InputStream source) throws IOException {
    int length = VarInt.decodeInt(source);
    byte[] bytes = new byte[length];
    int found = source.readNBytes(bytes, 0, length);
    if (found < length) {
      throw new EOFException("Expected a key of " + length + " bytes, found only " + found);
    }
    return of(bytes);
  }

  /** Writes the bytes behind their length. */
  public void write(OutputStream target) throws IOException {
    VarInt.encode(bytes.length, target);
    target.write(bytes);
  }

  /** The encoded key; not a copy, so not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof EncodedKey that
            && hash == that.hash
            && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "EncodedKey" + Arrays.toString(bytes);
  }
}

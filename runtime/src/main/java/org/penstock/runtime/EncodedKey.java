package org.penstock.runtime;

import java.util.Arrays;
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

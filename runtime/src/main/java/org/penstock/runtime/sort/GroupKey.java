package org.penstock.runtime.sort;

import java.io.IOException;
import java.util.Arrays;

/**
 * The key at which a cursor stands. Of a long key only a prefix is held, the rest is read when two
 * keys are equal up to there: a merge of 64 runs must not hold 64 keys of a hundred megabytes.
 */
final class GroupKey {

  /** Reads bytes of the current key from where it is stored. */
  @FunctionalInterface
  interface Source {
    void read(int from, byte[] target, int offset, int length) throws IOException;
  }

  private static final int PREFIX_BYTES = 1024;
  private static final int STEP_BYTES = 16 << 10;

  private final Source source;
  private byte[] prefix = new byte[32];
  private int prefixLength;
  private int hash;
  private int length;

  GroupKey(Source source) {
    this.source = source;
  }

  /** Takes over the key that the source now stands for. */
  void set(int newHash, int newLength) throws IOException {
    hash = newHash;
    length = newLength;
    prefixLength = Math.min(newLength, PREFIX_BYTES);
    if (prefix.length < prefixLength) {
      prefix = new byte[PREFIX_BYTES];
    }
    source.read(0, prefix, 0, prefixLength);
  }

  int hash() {
    return hash;
  }

  int length() {
    return length;
  }

  int compareTo(GroupKey other) throws IOException {
    if (hash != other.hash) {
      return hash < other.hash ? -1 : 1;
    }
    int byPrefix =
        Arrays.compareUnsigned(prefix, 0, prefixLength, other.prefix, 0, other.prefixLength);
    if (byPrefix != 0 || prefixLength < PREFIX_BYTES) {
      return byPrefix;
    }
    return compareRest(other);
  }

  private int compareRest(GroupKey other) throws IOException {
    int common = Math.min(length, other.length);
    byte[] left = new byte[STEP_BYTES];
    byte[] right = new byte[STEP_BYTES];
    for (int at = prefixLength; at < common; at += STEP_BYTES) {
      int step = Math.min(STEP_BYTES, common - at);
      source.read(at, left, 0, step);
      other.source.read(at, right, 0, step);
      int result = Arrays.compareUnsigned(left, 0, step, right, 0, step);
      if (result != 0) {
        return result;
      }
    }
    return Integer.compare(length, other.length);
  }

  /** Returns a copy of the whole key. */
  byte[] toBytes() throws IOException {
    byte[] bytes = Arrays.copyOf(prefix, length);
    if (bytes.length > prefixLength) {
      source.read(prefixLength, bytes, prefixLength, length - prefixLength);
    }
    return bytes;
  }

  /** Writes the group's head to a run, in steps. */
  void beginGroup(RunWriter writer) throws IOException {
    writer.beginGroup(hash, length);
    writer.writeKey(prefix, 0, prefixLength);
    if (length > prefixLength) {
      byte[] buffer = new byte[STEP_BYTES];
      for (int at = prefixLength; at < length; at += STEP_BYTES) {
        int step = Math.min(STEP_BYTES, length - at);
        source.read(at, buffer, 0, step);
        writer.writeKey(buffer, 0, step);
      }
    }
  }
}

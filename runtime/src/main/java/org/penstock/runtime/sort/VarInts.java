package org.penstock.runtime.sort;

/** Numbers in as few bytes as they need, seven bits a byte, the low ones first. */
final class VarInts {

  /** The most bytes that one number takes. */
  static final int MAX_BYTES = 10;

  private VarInts() {}

  /** Writes a number, taken as unsigned, and returns the position after it. */
  static int put(byte[] target, int position, long value) {
    int at = position;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }

  /** Reads the number at a position. */
  static long get(byte[] source, int position) {
    int at = position;
    long value = source[at];
    if (value >= 0) {
      return value;
    }
    value &= 0x7F;
    for (int shift = 7; ; shift += 7) {
      byte next = source[++at];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** Returns the position after the number at {@code position}. */
  static int skip(byte[] source, int position) {
    int at = position;
    while (source[at++] < 0) {}
    return at;
  }

  /** Makes a number near zero, of either sign, a small unsigned one. */
  static long zigZag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  /** Undoes {@link #zigZag}. */
  static long unZigZag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}

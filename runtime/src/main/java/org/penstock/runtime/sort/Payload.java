package org.penstock.runtime.sort;

/** A slot for the bytes of one record: a view of somebody's array, or a copy in its own. */
final class Payload {

  byte[] array = new byte[0];
  int offset;
  int length;
  private byte[] own = new byte[0];

  void view(byte[] newArray, int newOffset, int newLength) {
    array = newArray;
    offset = newOffset;
    length = newLength;
  }

  /** Makes room for a copy and returns the array to fill from its start on. */
  byte[] fill(int newLength) {
    if (own.length < newLength) {
      // Twice as much as asked for spares growing step by step, but is too much for huge ones.
      own = new byte[newLength < 1 << 20 ? Math.max(64, 2 * newLength) : newLength];
    }
    view(own, 0, newLength);
    return own;
  }
}

package org.penstock.runtime.sort;

/**
 * Finds the records of a sorted buffer in their order. These lie all over the memory, so that each
 * would cost a cache miss; touching a number of them at once lets the processor wait for all of
 * these misses together.
 */
final class RecordWalk {

  private static final int AHEAD = 32;

  private final SortBuffer buffer;
  private int touched;

  /** Only there so that the compiler can't leave out reading what is not needed yet. */
  private int sum;

  RecordWalk(SortBuffer buffer, int from) {
    this.buffer = buffer;
    this.touched = from;
  }

  /** Returns the position of a record; calls should be for rising indexes. */
  int record(int index) {
    if (index >= touched) {
      touch(index);
    }
    return buffer.record(index);
  }

  private void touch(int from) {
    int to = Math.min(from + AHEAD, buffer.count());
    int found = 0;
    for (int i = from; i < to; i++) {
      found += buffer.payloadLength(buffer.record(i));
    }
    sum += found;
    touched = to;
  }

  @Override
  public String toString() {
    return "RecordWalk[touched=" + touched + ", sum=" + sum + "]";
  }
}

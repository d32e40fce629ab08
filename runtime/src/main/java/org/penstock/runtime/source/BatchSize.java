package org.penstock.runtime.source;

/**
 * How many records to read in one go. Flink handles a checkpoint, a timer or full output only
 * between two polls, so a batch should take a few milliseconds at most; measuring the time of each
 * record would cost more than reading it. So the size follows from how long the last one took: it
 * is 1 where a record takes milliseconds, or the output is blocked.
 */
final class BatchSize {
  private static final int LARGEST = 1024;
  private static final long LONG_NANOS = 2_000_000;
  private static final long SHORT_NANOS = 500_000;

  private int size = 16;

  int size() {
    return size;
  }

  /** A batch took that long. */
  void took(long nanos, int records) {
    if (nanos > LONG_NANOS) {
      long fitting = records * LONG_NANOS / nanos;
      size = (int) Math.max(1, Math.min(fitting, size / 2));
    } else if (nanos < SHORT_NANOS && records >= size) {
      size = Math.min(LARGEST, size * 2);
    }
  }
}

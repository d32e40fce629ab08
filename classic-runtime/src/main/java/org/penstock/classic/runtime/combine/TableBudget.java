package org.penstock.classic.runtime.combine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.beam.sdk.coders.Coder;

/**
 * Decides when a table of accumulators is full. Their size in memory cannot be told, so now and
 * then one is encoded and counted: the mean of these samples stands for all.
 */
final class TableBudget<AccumT> {
  /** A table is given this part of the heap: several may be alive in each of several slots. */
  private static final int HEAP_SHARE = 64;

  private static final long LARGEST = 64 << 20;

  /** Object headers, references and the table's own entry, measured on counts by word. */
  private static final int BYTES_PER_ENTRY = 160;

  private static final int ADDITIONS_PER_SAMPLE = 1 << 10;

  private final Coder<AccumT> accumulatorCoder;
  private final long budget;
  private long additions;
  private long samples;
  private long sampledBytes;

  TableBudget(Coder<AccumT> accumulatorCoder) {
    this(accumulatorCoder, Math.min(Runtime.getRuntime().maxMemory() / HEAP_SHARE, LARGEST));
  }

  TableBudget(Coder<AccumT> accumulatorCoder, long budget) {
    this.accumulatorCoder = accumulatorCoder;
    this.budget = budget;
  }

  /**
   * Whether a table of that many entries is full.
   *
   * @param changed the accumulator that was changed last
   */
  boolean isSpent(int entries, AccumT changed) {
    if ((++additions & (ADDITIONS_PER_SAMPLE - 1)) == 0) {
      long bytes = encodedBytes(changed);
      samples++;
      sampledBytes += bytes;
      if (bytes > budget / 8) {
        return true;
      }
    }
    long mean = samples == 0 ? 0 : sampledBytes / samples;
    return entries * (BYTES_PER_ENTRY + 2 * mean) > budget;
  }

  void reset() {
    additions = 0;
    samples = 0;
    sampledBytes = 0;
  }

  private long encodedBytes(AccumT accumulator) {
    CountingStream count = new CountingStream();
    try {
      accumulatorCoder.encode(accumulator, count);
    } catch (IOException e) {
      throw new UncheckedIOException("An accumulator cannot be encoded by " + accumulatorCoder, e);
    }
    return count.bytes;
  }

  private static final class CountingStream extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] array, int offset, int length) {
      bytes += length;
    }
  }
}

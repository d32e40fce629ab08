package org.penstock.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The numbers from one to another, at next to no cost: what Flink's {@code NumberSequenceSource} is
 * natively. (Beam's {@code GenerateSequence} costs more for a number than the work that is
 * measured.)
 */
final class CountingSource extends BoundedSource<Long> {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SPLITS = 64;

  private final long from;
  private final long to;

  /** The numbers from {@code from}, without {@code to}. */
  CountingSource(long from, long to) {
    this.from = from;
    this.to = to;
  }

  @Override
  public List<CountingSource> split(long bytes, PipelineOptions options) {
    long each = Math.max(Math.max(1, bytes / Long.BYTES), (to - from) / MOST_SPLITS + 1);
    List<CountingSource> splits = new ArrayList<>();
    for (long start = from; start < to; start += each) {
      splits.add(new CountingSource(start, Math.min(to, start + each)));
    }
    return splits;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return (to - from) * Long.BYTES;
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  @Override
  public BoundedReader<Long> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  private static final class Reader extends BoundedReader<Long> {
    private final CountingSource source;
    private long next;

    Reader(CountingSource source) {
      this.source = source;
      this.next = source.from;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      return next++ < source.to;
    }

    @Override
    public Long getCurrent() {
      if (next == source.from) {
        throw new NoSuchElementException("start() was not called");
      }
      return next - 1;
    }

    @Override
    public BoundedSource<Long> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}

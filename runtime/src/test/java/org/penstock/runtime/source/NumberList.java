package org.penstock.runtime.source;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/** The numbers from one to another, as a bounded source of that many parts of the same size. */
final class NumberList extends BoundedSource<Long> {
  private static final long serialVersionUID = 1L;

  private final long from;
  private final long to;
  private final int parts;

  NumberList(long from, long to, int parts) {
    this.from = from;
    this.to = to;
    this.parts = parts;
  }

  @Override
  public List<NumberList> split(long desiredBundleSizeBytes, PipelineOptions options) {
    List<NumberList> lists = new ArrayList<>();
    long size = (to - from) / parts;
    for (int i = 0; i < parts; i++) {
      lists.add(new NumberList(from + i * size, from + (i + 1) * size, 1));
    }
    return lists;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return to - from;
  }

  @Override
  public BoundedReader<Long> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  private static final class Reader extends BoundedReader<Long> {
    private final NumberList source;
    private long current;

    Reader(NumberList source) {
      this.source = source;
      this.current = source.from - 1;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      current++;
      return current < source.to;
    }

    @Override
    public Long getCurrent() {
      if (current >= source.to) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public NumberList getCurrentSource() {
      return source;
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}

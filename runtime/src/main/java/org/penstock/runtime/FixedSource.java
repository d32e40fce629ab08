package org.penstock.runtime;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/** A source of a given number of empty byte arrays: one for an impulse, none for nothing. */
public final class FixedSource extends BoundedSource<byte[]> {
  private static final long serialVersionUID = 1L;

  private final int count;

  /** A source of that many empty byte arrays; one is what {@code Impulse} makes. */
  public FixedSource(int count) {
    this.count = count;
  }

  @Override
  public List<FixedSource> split(long desiredBytes, PipelineOptions options) {
    return count == 0 ? List.of() : List.of(this);
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return 0;
  }

  @Override
  public Coder<byte[]> getOutputCoder() {
    return ByteArrayCoder.of();
  }

  @Override
  public BoundedReader<byte[]> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  private static final class Reader extends BoundedReader<byte[]> {
    private final FixedSource source;
    private int read;

    Reader(FixedSource source) {
      this.source = source;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      return read++ < source.count;
    }

    @Override
    public byte[] getCurrent() {
      if (read == 0 || read > source.count) {
        throw new NoSuchElementException();
      }
      return new byte[0];
    }

    @Override
    public void close() {
      // Nothing is held open.
    }

    @Override
    public BoundedSource<byte[]> getCurrentSource() {
      return source;
    }
  }
}

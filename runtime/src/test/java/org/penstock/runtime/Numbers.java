package org.penstock.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;

/** A source of numbers that splits into single ones, and counts how many it made. */
final class Numbers extends BoundedSource<Integer> {
  private static final long serialVersionUID = 1L;

  private final int from;
  private final int to;

  /** The size in bytes that it estimates; negative where the estimate fails. */
  private final long size;

  private transient long wantedSize;

  Numbers(int from, int to, long size) {
    this.from = from;
    this.to = to;
    this.size = size;
  }

  int from() {
    return from;
  }

  /** The size of a split that was asked for last. */
  long wantedSize() {
    return wantedSize;
  }

  @Override
  public List<Numbers> split(long desiredBundleSizeBytes, PipelineOptions options) {
    wantedSize = desiredBundleSizeBytes;
    List<Numbers> parts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Metrics.counter("test", "splits").inc();
      parts.add(new Numbers(i, i + 1, 1));
    }
    return parts;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    if (size < 0) {
      throw new IllegalStateException("no such file");
    }
    return size;
  }

  @Override
  public BoundedReader<Integer> createReader(PipelineOptions options) {
    throw new UnsupportedOperationException("Nobody reads here");
  }

  @Override
  public Coder<Integer> getOutputCoder() {
    return VarIntCoder.of();
  }
}

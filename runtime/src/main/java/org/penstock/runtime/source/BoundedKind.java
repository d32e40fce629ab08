package org.penstock.runtime.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.Source;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.connector.source.Boundedness;
import org.jspecify.annotations.Nullable;

/** A bounded source: its progress is the number of records that were read. */
record BoundedKind<T>(BoundedSource<T> source) implements SourceKind<T> {
  /** Several for each task, so that one slow split does not leave the others without work. */
  private static final int SPLITS_PER_TASK = 4;

  /** Opening a split costs more than reading less than this. */
  private static final long SMALLEST_SPLIT_BYTES = 1 << 20;

  @Override
  public Boundedness boundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public boolean oneByOne() {
    return true;
  }

  @Override
  public List<? extends BoundedSource<T>> split(int parallelism, PipelineOptions options)
      throws Exception {
    long wanted = source.getEstimatedSizeBytes(options) / ((long) parallelism * SPLITS_PER_TASK);
    return source.split(Math.max(wanted, SMALLEST_SPLIT_BYTES), options);
  }

  @Override
  public SplitReader<T> open(Source<T> part, byte @Nullable [] progress, PipelineOptions options)
      throws IOException {
    long read = progress == null ? 0 : ByteBuffer.wrap(progress).getLong();
    return new BoundedRecords<>(((BoundedSource<T>) part).createReader(options), read);
  }
}

package org.penstock.runtime.source;

import java.io.IOException;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a split of an unbounded source, which ends when its watermark is at the end of time. */
final class UnboundedRecords<T, MarkT extends CheckpointMark> implements SplitReader<T> {
  private final UnboundedSource<T, MarkT> source;
  private final UnboundedReader<T> reader;
  private final boolean withIds;
  private boolean started;

  UnboundedRecords(UnboundedSource<T, MarkT> source, UnboundedReader<T> reader) {
    this.source = source;
    this.reader = reader;
    this.withIds = source.requiresDeduping();
  }

  @Override
  public Found advance() throws IOException {
    if (started ? reader.advance() : start()) {
      return Found.RECORD;
    }
    return watermark().isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE) ? Found.NOTHING : Found.END;
  }

  private boolean start() throws IOException {
    started = true;
    return reader.start();
  }

  @Override
  public T current() {
    return reader.getCurrent();
  }

  @Override
  public Instant timestamp() {
    return reader.getCurrentTimestamp();
  }

  @Override
  public byte @Nullable [] recordId() {
    return withIds ? reader.getCurrentRecordId() : null;
  }

  @Override
  public Instant watermark() {
    return reader.getWatermark();
  }

  @Override
  @SuppressWarnings("unchecked") // a reader makes the marks of its source
  public Progress progress() throws IOException {
    MarkT mark = (MarkT) reader.getCheckpointMark();
    if (mark == null) { // not what Beam asks for, but sources without marks do it
      return new Progress(null, null);
    }
    return new Progress(CoderUtils.encodeToByteArray(source.getCheckpointMarkCoder(), mark), mark);
  }

  @Override
  public long splitBacklogBytes() {
    return reader.getSplitBacklogBytes();
  }

  @Override
  public long totalBacklogBytes() {
    return reader.getTotalBacklogBytes();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

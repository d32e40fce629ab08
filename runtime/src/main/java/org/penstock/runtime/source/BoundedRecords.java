package org.penstock.runtime.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads a split of a bounded source. Such sources can't be opened in their middle: a restored split
 * is read from its start, and as many records are passed over as were emitted before. That is right
 * because a bounded source is data that does not change, and reads the same in the same order each
 * time; one that has less than before simply ends.
 *
 * <p>The watermark stays at the beginning of time: a bounded source does not say what its later
 * records may be like.
 */
final class BoundedRecords<T> implements SplitReader<T> {
  private final BoundedReader<T> reader;

  /** The number of records that were emitted before the job was restored. */
  private final long emittedBefore;

  private boolean started;

  /** The number of records that this reader has come to. */
  private long read;

  BoundedRecords(BoundedReader<T> reader, long emittedBefore) {
    this.reader = reader;
    this.emittedBefore = emittedBefore;
  }

  @Override
  public Found advance() throws IOException {
    boolean more = started ? reader.advance() : start();
    if (!more) {
      return Found.END;
    }
    read++;
    return read > emittedBefore ? Found.RECORD : Found.OLD_RECORD;
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
    return null;
  }

  @Override
  public Instant watermark() {
    return BoundedWindow.TIMESTAMP_MIN_VALUE;
  }

  @Override
  public Progress progress() {
    long emitted = Math.max(read, emittedBefore);
    return new Progress(ByteBuffer.allocate(Long.BYTES).putLong(emitted).array(), null);
  }

  @Override
  public long splitBacklogBytes() {
    return UnboundedReader.BACKLOG_UNKNOWN;
  }

  @Override
  public long totalBacklogBytes() {
    return UnboundedReader.BACKLOG_UNKNOWN;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

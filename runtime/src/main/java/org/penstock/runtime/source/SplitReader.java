package org.penstock.runtime.source;

import java.io.IOException;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads one split. All methods run user code, in the task's thread. */
interface SplitReader<T> extends AutoCloseable {
  /** What {@link #advance} found. */
  enum Found {
    /** A record, which has to be emitted before anything else is called. */
    RECORD,
    /** A record that was emitted before the job was restored. */
    OLD_RECORD,
    /** Nothing now, perhaps something later. */
    NOTHING,
    /** The end: nothing will ever come. */
    END
  }

  /** Goes to the next record. Not to be called after {@link Found#END}. */
  Found advance() throws IOException;

  /** The record that was found. */
  T current();

  /** The timestamp of the record that was found. */
  Instant timestamp();

  /** The id of the record that was found, or null if the source's records need none. */
  byte @Nullable [] recordId();

  /** Beam's watermark: no record to come is before it. */
  Instant watermark();

  /** How far this is, once {@link #advance} was called. */
  Progress progress() throws IOException;

  /** The bytes that this split still has to read; negative if unknown. */
  long splitBacklogBytes();

  /** The bytes that all splits of the source still have to read; negative if unknown. */
  long totalBacklogBytes();

  @Override
  void close() throws IOException;

  /**
   * How far a split was read.
   *
   * @param encoded what to open the split with, or null to read it from the start
   * @param mark what to finalize when the progress is durable, or null if there is nothing
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Progress(byte @Nullable [] encoded, @Nullable CheckpointMark mark) {}
}

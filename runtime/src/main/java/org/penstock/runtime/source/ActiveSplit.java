package org.penstock.runtime.source;

import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.TimestampedElement;
import org.penstock.runtime.Watermarks;
import org.penstock.runtime.source.SplitReader.Found;
import org.penstock.runtime.source.SplitReader.Progress;

/**
 * A split that a reader has. It is opened when its first turn comes; one that found nothing rests
 * for a while, longer each time, so that it neither keeps the processor busy nor delays the others
 * (a source may wait for data before it says that there is none).
 */
final class ActiveSplit<T> {
  private static final long SHORTEST_REST_NANOS = 10_000_000;
  private static final long LONGEST_REST_NANOS = 50_000_000;

  private final StreamingSplit split;
  private final SourceRecord<T> record;
  private @Nullable SplitReader<T> reader;
  private @Nullable SourceOutput<SourceRecord<T>> output;

  private long restNanos;
  private long restedAt;
  private long watermark = Long.MIN_VALUE;
  private long nextWatermarkAt;
  private int lastCount;

  ActiveSplit(StreamingSplit split, SourceRecord<T> record) {
    this.split = split;
    this.record = record;
  }

  StreamingSplit split() {
    return split;
  }

  /** The reader, once the split was opened. */
  @Nullable SplitReader<T> reader() {
    return reader;
  }

  boolean isOpen() {
    return reader != null;
  }

  void open(SplitReader<T> opened, ReaderOutput<SourceRecord<T>> readerOutput, long now) {
    reader = opened;
    output = readerOutput.createOutputForSplit(split.splitId());
    nextWatermarkAt = now;
  }

  /** Nanoseconds until the split should be read; not positive if that is now. */
  long nanosUntilReady(long now) {
    return restNanos == 0 ? 0 : restedAt + restNanos - now;
  }

  /** Emits up to that many records; tells what it came to last. */
  Found read(int most) throws IOException {
    SplitReader<T> from = Objects.requireNonNull(reader);
    SourceOutput<SourceRecord<T>> to = Objects.requireNonNull(output);
    Found found = Found.NOTHING;
    int count = 0;
    while (count < most) {
      found = from.advance();
      if (found == Found.RECORD) {
        record.set(
            new TimestampedElement<>(from.current(), from.timestamp().getMillis()),
            from.recordId());
        to.collect(record);
      } else if (found != Found.OLD_RECORD) {
        break;
      }
      count++;
    }
    lastCount = count;
    return found;
  }

  /** How many records the last {@link #read} came to. */
  int lastCount() {
    return lastCount;
  }

  /**
   * To be called after {@link #read} when the split has not ended: decides when it is read next and
   * tells its watermark if it is time to, or if the split has just run out of data.
   */
  void afterRead(Found found, long now, long watermarkIntervalNanos) {
    boolean ranDry = false;
    if (found == Found.NOTHING) {
      ranDry = restNanos == 0 || lastCount > 0;
      restNanos = ranDry ? SHORTEST_REST_NANOS : Math.min(2 * restNanos, LONGEST_REST_NANOS);
      restedAt = now;
    } else {
      restNanos = 0;
    }
    if (ranDry || now - nextWatermarkAt >= 0) {
      nextWatermarkAt = now + watermarkIntervalNanos;
      long latest = Watermarks.toFlink(Objects.requireNonNull(reader).watermark());
      // At the end of time but with records still to come: they would all be late.
      if (latest > watermark && latest != Long.MAX_VALUE) {
        emit(latest);
      }
    }
  }

  /** Holds the watermark back no longer. */
  void emitLastWatermark() {
    emit(Long.MAX_VALUE);
  }

  private void emit(long newWatermark) {
    watermark = newWatermark;
    Objects.requireNonNull(output).emitWatermark(new Watermark(newWatermark));
  }

  /** How far the split was read. Runs user code. */
  Progress progress() throws IOException {
    return reader == null ? new Progress(split.progress(), null) : reader.progress();
  }
}

package org.penstock.benchmarks;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The numbers from 0 on as an unbounded source, at next to no cost: a thousand for each millisecond
 * of event time. Ends all the same, by a watermark at the end of time.
 */
final class EventSource extends UnboundedSource<Long, EventSource.Mark> {
  private static final long serialVersionUID = 1L;
  private static final long IN_A_MILLI = 1_000;

  private final long records;

  /**
   * Where a reader is.
   *
   * @param next the number that comes next
   */
  record Mark(long next) implements CheckpointMark, java.io.Serializable {
    @Override
    public void finalizeCheckpoint() {}
  }

  /** That many numbers. */
  EventSource(long records) {
    this.records = records;
  }

  /** The time of a number, in milliseconds. Both sides use just this. */
  static long millis(long number) {
    return number / IN_A_MILLI;
  }

  @Override
  public List<EventSource> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader(this, mark == null ? 0 : mark.next());
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return SerializableCoder.of(Mark.class);
  }

  private static final class Reader extends UnboundedReader<Long> {
    private final EventSource source;
    private final long first;
    private long next;
    // A thousand numbers share it.
    private Instant time;

    Reader(EventSource source, long first) {
      this.source = source;
      this.first = first;
      this.next = first;
      this.time = Instant.ofEpochMilli(millis(first));
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (next >= source.records) {
        return false;
      }
      long millis = millis(next);
      if (millis != time.getMillis()) {
        time = Instant.ofEpochMilli(millis);
      }
      next++;
      return true;
    }

    @Override
    public Long getCurrent() {
      if (next == first) {
        throw new NoSuchElementException("start() was not called");
      }
      return next - 1;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return time;
    }

    @Override
    public Instant getWatermark() {
      return next >= source.records ? BoundedWindow.TIMESTAMP_MAX_VALUE : time;
    }

    @Override
    public CheckpointMark getCheckpointMark() {
      return new Mark(next);
    }

    @Override
    public UnboundedSource<Long, ?> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}

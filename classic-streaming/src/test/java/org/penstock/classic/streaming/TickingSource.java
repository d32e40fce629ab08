package org.penstock.classic.streaming;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The numbers from 0 on, each with itself as timestamp in seconds; no number is ever late. */
final class TickingSource extends UnboundedSource<Long, TickingSource.Mark> {
  private static final long serialVersionUID = 1L;

  private final long count;

  TickingSource(long count) {
    this.count = count;
  }

  record Mark(long next) implements CheckpointMark, java.io.Serializable {
    @Override
    public void finalizeCheckpoint() {
      // Nobody waits for it.
    }
  }

  @Override
  public List<TickingSource> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader(this, mark == null ? 0 : mark.next());
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return org.apache.beam.sdk.coders.SerializableCoder.of(Mark.class);
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  private static final class Reader extends UnboundedReader<Long> {
    private final TickingSource source;
    private long next;

    Reader(TickingSource source, long next) {
      this.source = source;
      this.next = next;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (next >= source.count) {
        return false;
      }
      next++;
      return true;
    }

    @Override
    public Long getCurrent() throws NoSuchElementException {
      return next - 1;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochSecond(next - 1);
    }

    @Override
    public Instant getWatermark() {
      return next >= source.count ? BoundedWindow.TIMESTAMP_MAX_VALUE : Instant.ofEpochSecond(next);
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
      // Nothing is held open.
    }
  }
}

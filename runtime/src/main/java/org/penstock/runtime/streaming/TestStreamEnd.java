package org.penstock.runtime.streaming;

import java.io.Serializable;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source without elements that ends when the job's test streams have: an operator cannot stay
 * behind a source that has ended, for then checkpoints do not get past it.
 */
final class TestStreamEnd extends UnboundedSource<byte[], TestStreamEnd.Mark> {
  private static final long serialVersionUID = 1L;

  private final TestJob job;

  /** There is nothing to know. */
  record Mark() implements CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {
      // Nothing was read.
    }
  }

  TestStreamEnd(TestJob job) {
    this.job = job;
  }

  @Override
  public List<TestStreamEnd> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<byte[]> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader(this);
  }

  @Override
  public Coder<byte[]> getOutputCoder() {
    return ByteArrayCoder.of();
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return SerializableCoder.of(Mark.class);
  }

  private static final class Reader extends UnboundedReader<byte[]> {
    private final TestStreamEnd source;

    Reader(TestStreamEnd source) {
      this.source = source;
    }

    @Override
    public boolean start() {
      return false;
    }

    @Override
    public boolean advance() {
      return false;
    }

    @Override
    public byte[] getCurrent() {
      throw new NoSuchElementException("This source has no elements");
    }

    @Override
    public Instant getCurrentTimestamp() {
      throw new NoSuchElementException("This source has no elements");
    }

    @Override
    public Instant getWatermark() {
      return TestRun.isDone(source.job)
          ? BoundedWindow.TIMESTAMP_MAX_VALUE
          : BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public CheckpointMark getCheckpointMark() {
      return new Mark();
    }

    @Override
    public TestStreamEnd getCurrentSource() {
      return source;
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}

package org.penstock.classic.streaming;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source of what it is told, elements and watermarks; a watermark is there before what follows.
 */
final class Script extends UnboundedSource<KV<String, Integer>, Script.Mark> {
  private static final long serialVersionUID = 1L;

  /** Longer than it takes until a watermark is asked for and emitted. */
  private static final long PAUSE_NANOS = 600_000_000;

  private final ArrayList<Step> steps = new ArrayList<>();

  /**
   * An element, or a watermark where the key is null.
   *
   * @param millis the time of either
   */
  record Step(@Nullable String key, int value, long millis) implements Serializable {}

  /**
   * Where a reader is.
   *
   * @param next the step that comes next
   */
  record Mark(int next) implements CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {}
  }

  Script element(String key, int value, long millis) {
    steps.add(new Step(key, value, millis));
    return this;
  }

  Script watermark(long millis) {
    steps.add(new Step(null, 0, millis));
    return this;
  }

  @Override
  public List<Script> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<KV<String, Integer>> createReader(
      PipelineOptions options, @Nullable Mark mark) {
    return new Reader(this, mark == null ? 0 : mark.next());
  }

  @Override
  public Coder<KV<String, Integer>> getOutputCoder() {
    return KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of());
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return SerializableCoder.of(Mark.class);
  }

  private static final class Reader extends UnboundedReader<KV<String, Integer>> {
    private final Script source;
    private int next;
    private @Nullable Step current;
    private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
    private long goOnAt = System.nanoTime();

    Reader(Script source, int next) {
      this.source = source;
      this.next = next;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (System.nanoTime() - goOnAt < 0) {
        return false;
      }
      if (next == source.steps.size()) {
        watermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
        return false;
      }
      Step step = source.steps.get(next++);
      if (step.key() != null) {
        current = step;
        return true;
      }
      watermark = Instant.ofEpochMilli(step.millis());
      goOnAt = System.nanoTime() + PAUSE_NANOS;
      return false;
    }

    private Step current() {
      if (current == null) {
        throw new NoSuchElementException("Nothing was read yet");
      }
      return current;
    }

    @Override
    public KV<String, Integer> getCurrent() {
      return KV.of(String.valueOf(current().key()), current().value());
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochMilli(current().millis());
    }

    @Override
    public Instant getWatermark() {
      return watermark;
    }

    @Override
    public CheckpointMark getCheckpointMark() {
      return new Mark(next);
    }

    @Override
    public UnboundedSource<KV<String, Integer>, ?> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}

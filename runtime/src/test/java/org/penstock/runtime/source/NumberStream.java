package org.penstock.runtime.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The numbers below a limit, in shards; it may pause now and then, and ends at the limit. */
final class NumberStream extends UnboundedSource<Long, NumberStream.Mark> {
  private static final long serialVersionUID = 1L;

  private static final Map<String, Queue<Mark>> FINALIZED = new ConcurrentHashMap<>();

  private final String name;
  private final int shards;
  private final int shard;
  private final long limit;
  private final int pauseAfter;
  private final boolean endless;

  private NumberStream(
      String name, int shards, int shard, long limit, int pauseAfter, boolean endless) {
    this.name = name;
    this.shards = shards;
    this.shard = shard;
    this.limit = limit;
    this.pauseAfter = pauseAfter;
    this.endless = endless;
  }

  static NumberStream of(String name, int shards, long limit) {
    return new NumberStream(name, shards, 0, limit, Integer.MAX_VALUE, false);
  }

  /** The same, but there is nothing to read for once after that many numbers of a shard. */
  NumberStream pausingAfter(int numbers) {
    return new NumberStream(name, shards, shard, limit, numbers, endless);
  }

  /** The same, but waiting for more at the limit, which never comes; the watermark is the clock. */
  NumberStream endless() {
    return new NumberStream(name, shards, shard, limit, pauseAfter, true);
  }

  /** The marks that were finalized, of the sources of that name in this process. */
  static Queue<Mark> finalized(String name) {
    return FINALIZED.computeIfAbsent(name, unused -> new ConcurrentLinkedQueue<>());
  }

  record Mark(String name, int shard, long next) implements CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {
      finalized(name).add(this);
    }
  }

  @Override
  public List<NumberStream> split(int desiredNumSplits, PipelineOptions options) {
    if (shards < 0) {
      throw new IllegalStateException(shards + " shards");
    }
    Metrics.counter("test", "shards").inc(shards);
    List<NumberStream> parts = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      parts.add(new NumberStream(name, shards, i, limit, pauseAfter, endless));
    }
    return parts;
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader(this, mark == null ? shard : mark.next());
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return SerializableCoder.of(Mark.class);
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  private static final class Reader extends UnboundedReader<Long> {
    private final NumberStream source;
    private long next;
    private long current;
    private int untilPause;

    Reader(NumberStream source, long next) {
      this.source = source;
      this.next = next;
      this.untilPause = source.pauseAfter;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (next >= source.limit) {
        return false;
      }
      if (untilPause-- == 0) {
        untilPause = source.pauseAfter;
        return false;
      }
      current = next;
      next += source.shards;
      return true;
    }

    @Override
    public Long getCurrent() {
      return current;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochMilli(current);
    }

    @Override
    public Instant getWatermark() {
      if (next < source.limit) {
        return Instant.ofEpochMilli(next);
      }
      return source.endless ? Instant.now() : BoundedWindow.TIMESTAMP_MAX_VALUE;
    }

    @Override
    public Mark getCheckpointMark() {
      return new Mark(source.name, source.shard, next);
    }

    @Override
    public NumberStream getCurrentSource() {
      return source;
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}

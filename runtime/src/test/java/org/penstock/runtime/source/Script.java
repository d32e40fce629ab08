package org.penstock.runtime.source;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** An unbounded source that a test feeds, and that notes what was done to it. */
final class Script extends UnboundedSource<String, Script.Mark> {
  private static final long serialVersionUID = 1L;

  private static final Map<String, Feed> FEEDS = new ConcurrentHashMap<>();

  private final String name;
  private final boolean deduping;

  private Script(String name, boolean deduping) {
    this.name = name;
    this.deduping = deduping;
  }

  static Script of(String name) {
    FEEDS.put(name, new Feed());
    return new Script(name, false);
  }

  Script deduping() {
    return new Script(name, true);
  }

  /** What a test changes, found by name because a source travels in serialized form. */
  Feed feed() {
    return feedOf(name);
  }

  private static Feed feedOf(String name) {
    return Objects.requireNonNull(FEEDS.get(name));
  }

  static final class Feed {
    final List<String> records = new ArrayList<>();
    final List<String> journal = new ArrayList<>();
    Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
    long backlog = -1;
    @Nullable IOException failure;

    Feed add(String... more) {
      records.addAll(List.of(more));
      return this;
    }

    private void mayFail() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }

  record Mark(String name, int position) implements CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {
      feedOf(name).journal.add("finalize " + position);
    }
  }

  @Override
  public List<Script> split(int desiredNumSplits, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<String> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader(this, mark == null ? 0 : mark.position());
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return SerializableCoder.of(Mark.class);
  }

  @Override
  public Coder<String> getOutputCoder() {
    return StringUtf8Coder.of();
  }

  @Override
  public boolean requiresDeduping() {
    return deduping;
  }

  private static final class Reader extends UnboundedReader<String> {
    private final Script script;
    private final Feed feed;
    private int position;

    Reader(Script script, int position) {
      this.script = script;
      this.feed = script.feed();
      this.position = position;
      feed.journal.add("open at " + position);
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      feed.mayFail();
      if (position == feed.records.size()) {
        return false;
      }
      position++;
      Metrics.counter("test", "read").inc();
      return true;
    }

    @Override
    public String getCurrent() {
      return feed.records.get(position - 1);
    }

    @Override
    public byte[] getCurrentRecordId() {
      return ("id of " + getCurrent()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochMilli(position);
    }

    @Override
    public Instant getWatermark() {
      return feed.watermark;
    }

    @Override
    public Mark getCheckpointMark() {
      return new Mark(script.name, position);
    }

    @Override
    public long getSplitBacklogBytes() {
      return feed.backlog;
    }

    @Override
    public Script getCurrentSource() {
      return script;
    }

    @Override
    public void close() throws IOException {
      feed.journal.add("close");
      feed.mayFail();
    }
  }
}

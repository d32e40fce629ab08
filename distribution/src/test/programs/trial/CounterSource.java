package trial;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * The numbers from 0 on, each in the one split that it belongs to, with a time that grows with it.
 * The number of splits is fixed, so that it does not depend on the parallelism.
 */
final class CounterSource extends UnboundedSource<Long, CounterSource.Mark> {
  private static final long serialVersionUID = 1L;
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Feed feed;
  private final int split;

  /**
   * What all splits have in common.
   *
   * @param records how many numbers there are
   * @param splits among how many splits they are dealt out
   * @param perMilli how many have the same timestamp
   * @param perSecond how many may be read in a second, by all splits together; 0 for no limit
   */
  record Feed(long records, int splits, int perMilli, double perSecond) implements Serializable {
    Instant time(long number) {
      return START.plus(number / perMilli);
    }
  }

  /** The number that comes next. */
  record Mark(long next) implements CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {}
  }

  CounterSource(Feed feed, int split) {
    this.feed = feed;
    this.split = split;
  }

  @Override
  public List<CounterSource> split(int desired, PipelineOptions options) {
    List<CounterSource> splits = new ArrayList<>();
    for (int i = 0; i < feed.splits(); i++) {
      splits.add(new CounterSource(feed, i));
    }
    return splits;
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, Mark mark) {
    return new Reader(this, mark == null ? split : mark.next());
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
    private final CounterSource source;
    private final Feed feed;
    private final long first;
    private final long started = System.nanoTime();
    private long next;

    Reader(CounterSource source, long first) {
      this.source = source;
      this.feed = source.feed;
      this.first = first;
      this.next = first;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (next >= feed.records()) {
        return false;
      }
      if (feed.perSecond() > 0) {
        double seconds = (System.nanoTime() - started) / 1e9;
        if (next - first >= seconds * feed.perSecond()) {
          return false;
        }
      }
      next += feed.splits();
      return true;
    }

    @Override
    public Long getCurrent() {
      if (next == first) {
        throw new NoSuchElementException("nothing was read");
      }
      return next - feed.splits();
    }

    @Override
    public Instant getCurrentTimestamp() {
      return feed.time(getCurrent());
    }

    @Override
    public Instant getWatermark() {
      return next >= feed.records() ? BoundedWindow.TIMESTAMP_MAX_VALUE : feed.time(next);
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
    public void close() {}
  }
}

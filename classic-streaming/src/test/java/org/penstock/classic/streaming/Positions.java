package org.penstock.classic.streaming;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.UnboundedPerElement;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.TruncateResult;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Outputs, for each element, the positions of a range, one for each second of event time: a few at
 * a time if it pauses, else until its claims fail. What happens in it can be seen from outside, by
 * the name of the run.
 */
@UnboundedPerElement
final class Positions extends DoFn<String, String> {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Events> EVENTS = new ConcurrentHashMap<>();

  private final String run;
  private final long end;
  private final int atATime;
  private final boolean fails;

  /** What happens in a run. */
  static final class Events {
    final AtomicBoolean committed = new AtomicBoolean();
    final AtomicBoolean failed = new AtomicBoolean();
    final List<Long> starts = new CopyOnWriteArrayList<>();
  }

  private Positions(String run, long end, int atATime, boolean fails) {
    this.run = run;
    this.end = end;
    this.atATime = atATime;
    this.fails = fails;
    EVENTS.put(run, new Events());
  }

  /** Pauses after that many positions of each element. */
  static Positions pausing(String run, long end, int atATime) {
    return new Positions(run, end, atATime, false);
  }

  /** The same, but fails once, after some bundle was committed. */
  static Positions failing(String run, long end, int atATime) {
    return new Positions(run, end, atATime, true);
  }

  /** Goes on as long as it can claim. */
  static Positions restless(String run, long end) {
    return new Positions(run, end, Integer.MAX_VALUE, false);
  }

  static Events events(String run) {
    Events events = EVENTS.get(run);
    if (events == null) {
      throw new IllegalStateException("There is no run " + run);
    }
    return events;
  }

  @GetInitialRestriction
  public OffsetRange initial() {
    return new OffsetRange(0, end);
  }

  @GetInitialWatermarkEstimatorState
  public Instant initialWatermark() {
    return Instant.ofEpochMilli(0);
  }

  @NewWatermarkEstimator
  public WatermarkEstimators.Manual watermark(@WatermarkEstimatorState Instant state) {
    return new WatermarkEstimators.Manual(state);
  }

  /** Nine positions more, whatever there was to come. */
  @TruncateRestriction
  public @Nullable TruncateResult<OffsetRange> truncate(@Restriction OffsetRange range) {
    @SuppressWarnings("unchecked") // Beam's factory returns the raw type
    TruncateResult<OffsetRange> nine =
        TruncateResult.of(
            new OffsetRange(range.getFrom(), Math.min(range.getTo(), range.getFrom() + 9)));
    return nine;
  }

  @ProcessElement
  public ProcessContinuation process(
      @Element String element,
      RestrictionTracker<OffsetRange, Long> tracker,
      ManualWatermarkEstimator<Instant> watermark,
      BundleFinalizer finalizer,
      OutputReceiver<String> out)
      throws InterruptedException {
    Events events = events(run);
    finalizer.afterBundleCommit(
        Instant.now().plus(Duration.standardMinutes(5)), () -> events.committed.set(true));
    if (fails && events.committed.get() && events.failed.compareAndSet(false, true)) {
      throw new IllegalStateException("fails once");
    }
    long position = tracker.currentRestriction().getFrom();
    events.starts.add(position);
    for (int i = 0; i < atATime; i++) {
      if (!tracker.tryClaim(position)) {
        return ProcessContinuation.stop();
      }
      Instant time = Instant.ofEpochMilli(position * 1000);
      out.outputWithTimestamp(element + position, time);
      watermark.setWatermark(time);
      position++;
      if (atATime == Integer.MAX_VALUE) {
        Thread.sleep(1);
      }
    }
    return ProcessContinuation.resume().withResumeDelay(Duration.millis(5));
  }
}

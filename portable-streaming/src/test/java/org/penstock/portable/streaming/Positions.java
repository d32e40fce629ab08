package org.penstock.portable.streaming;

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
 * Outputs the positions of an endless range for each element, one for each second of event time. It
 * pauses after a few of them, or goes on until a claim fails; and it may fail once, after a bundle
 * of the run was committed.
 */
@UnboundedPerElement
final class Positions extends DoFn<String, String> {
  private static final long serialVersionUID = 1L;
  private static final long END = Long.MAX_VALUE / 2000;
  private static final Map<String, Run> RUNS = new ConcurrentHashMap<>();

  private final String name;
  private final int atATime;
  private final long end;

  /** What is seen of a run from outside. */
  static final class Run {
    final AtomicBoolean committed = new AtomicBoolean();
    final AtomicBoolean toFail = new AtomicBoolean();
    final List<Long> starts = new CopyOnWriteArrayList<>();
  }

  private Positions(String name, int atATime, long end) {
    this.name = name;
    this.atATime = atATime;
    this.end = end;
    RUNS.put(name, new Run());
  }

  static Positions pausing(String name) {
    return new Positions(name, 4, END);
  }

  static Positions pausing(String name, long end) {
    return new Positions(name, 4, end);
  }

  static Positions restless(String name) {
    return new Positions(name, Integer.MAX_VALUE, END);
  }

  static Run run(String name) {
    Run run = RUNS.get(name);
    if (run == null) {
      throw new IllegalStateException("There is no run " + name);
    }
    return run;
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
    long from = range.getFrom();
    @SuppressWarnings("unchecked") // Beam's factory returns the raw type
    TruncateResult<OffsetRange> nine =
        TruncateResult.of(new OffsetRange(from, Math.min(range.getTo(), from + 9)));
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
    Run run = run(name);
    finalizer.afterBundleCommit(
        Instant.now().plus(Duration.standardMinutes(5)), () -> run.committed.set(true));
    if (run.committed.get() && run.toFail.compareAndSet(true, false)) {
      throw new IllegalStateException("fails once");
    }
    long position = tracker.currentRestriction().getFrom();
    run.starts.add(position);
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

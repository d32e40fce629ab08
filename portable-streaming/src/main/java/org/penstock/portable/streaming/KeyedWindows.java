package org.penstock.portable.streaming;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StatefulDoFnRunner;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.host.WindowExpiration;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.state.FlinkTimers;
import org.penstock.runtime.streaming.KeyedContext;
import org.penstock.runtime.streaming.ProcessorContext;

/**
 * The windows of each key: sees to it that what comes too late is dropped, that user code hears of
 * the end of a window, and that nothing is left of it then. A timer stands for each window of each
 * key; the global window ends with the job, and its state does so without a timer.
 */
final class KeyedWindows {
  private static final String TIMER = "end of window";

  private final WindowEnds ends;
  private final @Nullable WindowExpiration expiration;
  private final KeyedHost host;
  private final FlinkTimers allTimers;
  private final TimerInternals timers;
  private final Counter dropped;
  private final List<Ended> ended = new ArrayList<>();

  /** A window that has ended for a key. */
  private record Ended(EncodedKey key, StateNamespace window) {}

  /**
   * @param expiration how user code is told; null if it does not want to hear
   */
  KeyedWindows(
      WindowEnds ends,
      @Nullable WindowExpiration expiration,
      KeyedHost host,
      ProcessorContext context) {
    this.ends = ends;
    this.expiration = expiration;
    this.host = host;
    KeyedContext keyed = context.keyedState();
    this.allTimers = keyed.timers();
    this.timers = keyed.timerInternals();
    this.dropped =
        context
            .metrics()
            .container(ends.name())
            .getCounter(
                MetricName.named(
                    StatefulDoFnRunner.class, StatefulDoFnRunner.DROPPED_DUE_TO_LATENESS_COUNTER));
  }

  /**
   * Whether an element of the current key comes in time; else it counts as dropped. If it does, its
   * window is going to end.
   *
   * @param window the element's only one
   * @param time the element's
   */
  boolean admits(BoundedWindow window, Instant time) {
    Instant expires = ends.expires(window);
    Instant last = ends.sorted() ? ends.settled(time) : expires;
    Instant watermark = timers.currentInputWatermarkTime();
    if (expires.isBefore(watermark) || last.isBefore(watermark)) {
      dropped.inc();
      return false;
    }
    if (expiration != null || (!ends.states().isEmpty() && !(window instanceof GlobalWindow))) {
      // After the user's own timers for the end of the window.
      Instant after = expires.plus(Duration.millis(1));
      timers.setTimer(
          StateNamespaces.window(ends.windowCoder(), window),
          TIMER,
          "",
          after,
          // What user code outputs at the end has the time of the end.
          expiration == null ? after : window.maxTimestamp(),
          TimeDomain.EVENT_TIME);
    }
    return true;
  }

  /** Whether a timer is one of those for the end of a window. */
  static boolean isEnd(TimerData timer) {
    return timer.getTimerFamilyId().isEmpty() && timer.getTimerId().equals(TIMER);
  }

  /** Whether a timer of the user's comes too late for its window. */
  boolean isLate(TimerData timer) {
    BoundedWindow window = window(timer);
    return timer.getDomain() != TimeDomain.EVENT_TIME
        && !(endsWithTheJob() && window instanceof GlobalWindow)
        && ends.expires(window).isBefore(timers.currentInputWatermarkTime());
  }

  /** Whether timers of processing time are left that do not come too late when the input ends. */
  boolean hasTimersLeft() {
    return endsWithTheJob() && allTimers.processingTimersWithoutEnd() > 0;
  }

  /** Whether nothing tells the end of the global window from that of the job. */
  private boolean endsWithTheJob() {
    return expiration == null;
  }

  /**
   * Takes a timer for the end of a window.
   *
   * @return what to tell the user's code with; null if it does not want to hear
   */
  @Nullable TimerData end(EncodedKey key, TimerData timer) {
    ended.add(new Ended(key, timer.getNamespace()));
    return expiration == null ? null : expiration.timer(window(timer));
  }

  /** The window that a timer is for. */
  static BoundedWindow window(TimerData timer) {
    return timer.getNamespace() instanceof StateNamespaces.WindowNamespace<?> one
        ? one.getWindow()
        : GlobalWindow.INSTANCE;
  }

  /** Clears what has ended, now that user code has had its last look at it. */
  void bundleFinished() {
    for (Ended one : ended) {
      ends.clear(one.window(), host.stateFor(one.key()));
    }
    ended.clear();
  }
}

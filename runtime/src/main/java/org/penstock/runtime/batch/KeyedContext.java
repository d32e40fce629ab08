package org.penstock.runtime.batch;

import java.util.Objects;
import org.apache.beam.runners.core.InMemoryStateInternals;
import org.apache.beam.runners.core.InMemoryTimerInternals;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StepContext;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State and timers of one key at a time, in memory: batch input is grouped by key, so that nobody
 * comes back to a key that is done.
 */
public final class KeyedContext implements StepContext {
  private @Nullable StateInternals state;
  private @Nullable KeyTimers timers;

  /** Without a key yet. */
  public KeyedContext() {}

  /**
   * Forgets the key before and begins this one, without any state or timers.
   *
   * @param newKey the key, or what stands for it, such as its bytes; may be null
   */
  public void start(@Nullable Object newKey) throws Exception {
    state = InMemoryStateInternals.forKey(newKey);
    timers = new KeyTimers();
    // Asked once: with a later synchronized time the first timer would move that back.
    Instant now = Instant.now();
    timers.advanceProcessingTime(now);
    timers.advanceSynchronizedProcessingTime(now);
  }

  @Override
  public StateInternals stateInternals() {
    return Objects.requireNonNull(state, "no key yet");
  }

  @Override
  public TimerInternals timerInternals() {
    return current();
  }

  private KeyTimers current() {
    return Objects.requireNonNull(timers, "no key yet");
  }

  /** Gets a timer of the current key that is due. */
  @FunctionalInterface
  public interface TimerCallback {
    /** Takes a timer, which is no longer set; may set others. */
    void onTimer(TimerData timer) throws Exception;
  }

  /**
   * Fires all timers of the key, now that its elements are done. First those of processing time
   * that are set by now; one that these set in turn for later is given up, or a timer that sets
   * itself again would never let a batch job end. Then event time goes to its end, from timer to
   * timer.
   *
   * @throws Exception of the callback
   */
  public void fireTimers(TimerCallback callback) throws Exception {
    fireProcessingTimers(callback);
    fireEventTimers(callback);
  }

  /**
   * Lets event time go to its end, from timer to timer. Processing time stands still, as for what
   * is there all at once.
   *
   * @throws Exception of the callback
   */
  public void fireEventTimers(TimerCallback callback) throws Exception {
    KeyTimers due = current();
    Instant next = due.getNextTimer(TimeDomain.EVENT_TIME);
    while (next != null) {
      due.advanceInputWatermark(later(due.currentInputWatermarkTime(), justAfter(next)));
      TimerData timer = due.removeNextEventTimer();
      if (timer == null) {
        return;
      }
      callback.onTimer(timer);
      next = due.getNextTimer(TimeDomain.EVENT_TIME);
    }
  }

  private void fireProcessingTimers(TimerCallback callback) throws Exception {
    KeyTimers due = current();
    Instant horizon = due.lastProcessingTimer;
    Instant next = due.getNextTimer(TimeDomain.PROCESSING_TIME);
    while (next != null && !next.isAfter(horizon)) {
      // Virtual time jumps from timer to timer.
      Instant now = later(due.currentProcessingTime(), justAfter(next));
      due.advanceProcessingTime(now);
      due.advanceSynchronizedProcessingTime(now);
      TimerData timer = due.removeNextProcessingTimer();
      if (timer == null) {
        return;
      }
      callback.onTimer(timer);
      next = due.getNextTimer(TimeDomain.PROCESSING_TIME);
    }
  }

  private static Instant justAfter(Instant timestamp) {
    return timestamp.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)
        ? timestamp.plus(Duration.millis(1))
        : timestamp;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Beam's timers, which also know the last time that any of processing time was set for. */
  private static final class KeyTimers extends InMemoryTimerInternals {
    private Instant lastProcessingTimer = BoundedWindow.TIMESTAMP_MIN_VALUE;

    @Override
    @SuppressWarnings("deprecation") // where all ways to set a timer meet
    public void setTimer(TimerData timer) {
      if (timer.getDomain() == TimeDomain.PROCESSING_TIME) {
        lastProcessingTimer = later(lastProcessingTimer, timer.getTimestamp());
      }
      super.setTimer(timer);
    }
  }
}

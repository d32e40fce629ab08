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
   * Fires all timers of the key, now that its elements are done, in the order of {@link
   * #nextTimer}.
   *
   * @throws Exception of the callback
   */
  public void fireTimers(TimerCallback callback) throws Exception {
    for (TimerData timer = nextTimer(); timer != null; timer = nextTimer()) {
      callback.onTimer(timer);
    }
  }

  /**
   * Lets event time go to its end, from timer to timer. Processing time stands still, as for what
   * is there all at once.
   *
   * @throws Exception of the callback
   */
  public void fireEventTimers(TimerCallback callback) throws Exception {
    KeyTimers due = current();
    for (TimerData timer = due.nextEventTimer(); timer != null; timer = due.nextEventTimer()) {
      callback.onTimer(timer);
    }
  }

  /**
   * The timer of the key that fires next, now that its elements are done; it is no longer set.
   * First those of processing time that are set by now; one that these set in turn for later is
   * given up, or a timer that sets itself again would never let a batch job end. Then event time
   * goes to its end, from timer to timer. Whoever fires a timer sets what it sets before the next
   * call.
   *
   * @return null if there is none left
   */
  public @Nullable TimerData nextTimer() throws Exception {
    KeyTimers due = current();
    TimerData timer = due.nextProcessingTimer();
    return timer == null ? due.nextEventTimer() : timer;
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
    // From the first timer on: later ones of processing time are given up.
    private @Nullable Instant horizon;

    @Override
    @SuppressWarnings("deprecation") // where all ways to set a timer meet
    public void setTimer(TimerData timer) {
      if (timer.getDomain() == TimeDomain.PROCESSING_TIME) {
        lastProcessingTimer = later(lastProcessingTimer, timer.getTimestamp());
      }
      super.setTimer(timer);
    }

    @Nullable TimerData nextProcessingTimer() throws Exception {
      if (horizon == null) {
        horizon = lastProcessingTimer;
      }
      Instant next = getNextTimer(TimeDomain.PROCESSING_TIME);
      if (next == null || next.isAfter(horizon)) {
        // What event time sets for processing time comes too late as well.
        horizon = BoundedWindow.TIMESTAMP_MIN_VALUE;
        return null;
      }
      // Virtual time jumps from timer to timer.
      Instant now = later(currentProcessingTime(), justAfter(next));
      advanceProcessingTime(now);
      advanceSynchronizedProcessingTime(now);
      return removeNextProcessingTimer();
    }

    @Nullable TimerData nextEventTimer() throws Exception {
      Instant next = getNextTimer(TimeDomain.EVENT_TIME);
      if (next == null) {
        return null;
      }
      advanceInputWatermark(later(currentInputWatermarkTime(), justAfter(next)));
      return removeNextEventTimer();
    }
  }
}

package org.penstock.classic.runtime;

import java.util.Objects;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** A timer as a DoFn sees it while it processes an element; by Beam's rules for its times. */
final class ElementTimer implements Timer {
  /** The output timestamp of a timer that has none: it holds no watermark. */
  private static final Instant NO_OUTPUT =
      BoundedWindow.TIMESTAMP_MAX_VALUE.plus(Duration.millis(1));

  private final Id id;
  private final Instant expires;
  private final CurrentElement<?> current;
  private final TimerInternals timers;
  private Duration offset = Duration.ZERO;
  private Duration period = Duration.ZERO;
  private @Nullable Instant output;
  private boolean noOutput;

  /** What tells it from all others of its key. */
  record Id(StateNamespace namespace, String timer, String family, TimeDomain domain) {}

  /**
   * @param expires when the state of the element's window is gone; no timer is later
   * @param current the element
   */
  ElementTimer(Id id, Instant expires, CurrentElement<?> current, TimerInternals timers) {
    this.id = id;
    this.expires = expires;
    this.current = current;
    this.timers = timers;
  }

  @Override
  public void set(Instant time) {
    Instant timestamp = outputTimestamp(time);
    if (isEventTime()) {
      checkNotAfterExpiry("time", time);
    }
    timers.setTimer(id.namespace(), id.timer(), id.family(), time, timestamp, id.domain());
  }

  /**
   * The offset away, or with a period where the time with the offset added is a multiple of it. The
   * arithmetic is that of Beam's {@code SimpleDoFnRunner}, which callbacks of timers go through.
   */
  @Override
  public void setRelative() {
    Instant now = getCurrentRelativeTime();
    Instant time = now.plus(offset);
    if (period.getMillis() != 0) {
      long behind = time.getMillis() % period.getMillis();
      time = behind == 0 ? now : now.plus(period).minus(Duration.millis(behind));
    }
    set(isEventTime() && time.isAfter(expires) ? expires : time);
  }

  @Override
  public void clear() {
    timers.deleteTimer(id.namespace(), id.timer(), id.family(), id.domain());
  }

  @Override
  public Timer offset(Duration newOffset) {
    offset = newOffset;
    return this;
  }

  @Override
  public Timer align(Duration newPeriod) {
    period = newPeriod;
    return this;
  }

  @Override
  public Timer withOutputTimestamp(Instant timestamp) {
    output = timestamp;
    noOutput = false;
    return this;
  }

  @Override
  public Timer withNoOutputTimestamp() {
    noOutput = true;
    return this;
  }

  @Override
  public Instant getCurrentRelativeTime() {
    return switch (id.domain()) {
      case EVENT_TIME -> timers.currentInputWatermarkTime();
      case PROCESSING_TIME -> timers.currentProcessingTime();
      case SYNCHRONIZED_PROCESSING_TIME ->
          Objects.requireNonNull(timers.currentSynchronizedProcessingTime());
    };
  }

  /** If none was given, that is the timer's own time, or the element's in processing time. */
  private Instant outputTimestamp(Instant time) {
    if (noOutput) {
      return NO_OUTPUT;
    }
    Instant given = output;
    if (given != null) {
      current.checkTimestamp(given);
    } else {
      given = isEventTime() ? time : current.like().getTimestamp();
    }
    checkNotAfterExpiry("output timestamp", given);
    return given;
  }

  private void checkNotAfterExpiry(String what, Instant instant) {
    if (instant.isAfter(expires)) {
      throw new IllegalArgumentException(
          String.format(
              "The timer '%s' was set to the %s %s, which is after the expiration of its window at %s",
              id.timer(), what, instant, expires));
    }
  }

  private boolean isEventTime() {
    return id.domain() == TimeDomain.EVENT_TIME;
  }
}

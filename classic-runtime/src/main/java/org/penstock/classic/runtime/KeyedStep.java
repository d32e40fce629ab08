package org.penstock.classic.runtime;

import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.jspecify.annotations.Nullable;

/** A step whose state and timers belong to the key of the element that it processes. */
interface KeyedStep {
  /**
   * Calls back a timer that is due.
   *
   * @param key the timer's key, which is the current one of the state
   */
  void onTimer(@Nullable Object key, TimerData timer);
}

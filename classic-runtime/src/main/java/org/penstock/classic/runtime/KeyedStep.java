package org.penstock.classic.runtime;

import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/** A step whose state and timers belong to the key of the element that it processes. */
interface KeyedStep<InputT> {
  /**
   * Takes elements of which the value is made when user code asks for it; many DoFns with state
   * look at no more than their key's state.
   *
   * @param value makes the value of what the consumer is given, which has the element's timestamp,
   *     windows and pane
   */
  Consumer<WindowedValue<?>> input(Function<WindowedValue<?>, InputT> value);

  /**
   * Calls back a timer that is due.
   *
   * @param key the timer's key, which is the current one of the state
   */
  void onTimer(@Nullable Object key, TimerData timer);
}

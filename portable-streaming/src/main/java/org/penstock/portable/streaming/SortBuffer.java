package org.penstock.portable.streaming;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues.FullWindowedValueCoder;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.streaming.KeyedContext;

/**
 * Keeps the elements of a key and window until none that is earlier can come, and then gives them
 * in the order of their times ({@code @RequiresTimeSortedInput}). A timer stands for the first of
 * them, and holds the watermark at its time.
 *
 * <p>All methods are about the key that is current.
 */
final class SortBuffer<V> {
  private static final String TIMER = "sorted input";
  private static final StateTag<ValueState<Instant>> FIRST =
      StateTags.makeSystemTagInternal(
          StateTags.value("first of the sorted input", InstantCoder.of()));

  private final WindowEnds ends;
  private final StateInternals states;
  private final TimerInternals timers;
  private final StateTag<OrderedListState<WindowedValue<V>>> waiting;

  SortBuffer(WindowEnds ends, WindowedValueCodec<V> codec, KeyedContext keyed) {
    this.ends = ends;
    this.states = keyed.stateInternals();
    this.timers = keyed.timerInternals();
    Coder<WindowedValue<V>> coder =
        FullWindowedValueCoder.of(codec.valueCoder(), codec.windowCoder());
    this.waiting = StateTags.makeSystemTagInternal(StateTags.orderedList("sorted input", coder));
  }

  /** Keeps an element that has one window, and did not come too late. */
  void add(WindowedValue<V> value) {
    BoundedWindow window = value.getWindows().iterator().next();
    StateNamespace namespace = StateNamespaces.window(ends.windowCoder(), window);
    Instant time = value.getTimestamp();
    states.state(namespace, waiting).add(TimestampedValue.of(value, time));
    ValueState<Instant> first = states.state(namespace, FIRST);
    @Nullable Instant before = first.read();
    if (before == null || time.isBefore(before)) {
      awaken(namespace, window, time);
      first.write(time);
    }
  }

  private void awaken(StateNamespace namespace, BoundedWindow window, Instant first) {
    Instant settled = ends.settled(first);
    Instant expires = ends.expires(window);
    timers.setTimer(
        namespace,
        TIMER,
        "",
        settled.isAfter(expires) ? expires : settled,
        first,
        TimeDomain.EVENT_TIME);
  }

  /** Whether a timer is one of those that this sets. */
  static boolean isReady(TimerData timer) {
    return timer.getTimerFamilyId().isEmpty() && timer.getTimerId().equals(TIMER);
  }

  /**
   * Takes a timer that has fired.
   *
   * @return the elements whose turn it is, in the order of their times
   */
  List<WindowedValue<V>> take(TimerData timer) {
    StateNamespace namespace = timer.getNamespace();
    BoundedWindow window = KeyedWindows.window(timer);
    OrderedListState<WindowedValue<V>> list = states.state(namespace, waiting);
    Instant watermark = timers.currentInputWatermarkTime();
    boolean over = ends.expires(window).isBefore(watermark);
    List<WindowedValue<V>> ready = new ArrayList<>();
    @Nullable Instant next = null;
    for (TimestampedValue<WindowedValue<V>> one : list.read()) {
      if (!over && !ends.settled(one.getTimestamp()).isBefore(watermark)) {
        next = one.getTimestamp();
        break;
      }
      ready.add(one.getValue());
    }
    ValueState<Instant> first = states.state(namespace, FIRST);
    if (next == null) {
      list.clear();
      first.clear();
    } else {
      list.clearRange(BoundedWindow.TIMESTAMP_MIN_VALUE, next);
      first.write(next);
      awaken(namespace, window, next);
    }
    return ready;
  }
}

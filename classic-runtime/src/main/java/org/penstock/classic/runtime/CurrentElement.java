package org.penstock.classic.runtime;

import java.util.function.Function;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.joda.time.format.PeriodFormat;
import org.jspecify.annotations.Nullable;

/** The element that a step is processing, and the rule for timestamps of what it outputs. */
final class CurrentElement<T> {
  private final Duration allowedSkew;

  @SuppressWarnings("NullAway.Init") // set before user code is called
  private T value;

  // How the value is made, as long as it is not.
  private @Nullable Function<WindowedValue<?>, T> maker;

  @SuppressWarnings("NullAway.Init") // as above
  private WindowedValue<?> like;

  @SuppressWarnings("deprecation") // deprecated for users, still to be respected by runners
  CurrentElement(DoFn<?, ?> fn) {
    this.allowedSkew = fn.getAllowedTimestampSkew();
  }

  void set(WindowedValue<T> element) {
    set(element.getValue(), element);
  }

  /** The element is that value, with timestamp, windows and pane of the other. */
  void set(T newValue, WindowedValue<?> newLike) {
    this.maker = null;
    this.value = newValue;
    this.like = newLike;
  }

  /** The value of the element is made of the other when it is first asked for. */
  void set(Function<WindowedValue<?>, T> newMaker, WindowedValue<?> newLike) {
    // It is the same for all elements, and stays as long as nobody asks.
    if (maker != newMaker) {
      maker = newMaker;
    }
    this.like = newLike;
  }

  T value() {
    Function<WindowedValue<?>, T> unmade = maker;
    if (unmade != null) {
      value = unmade.apply(like);
      maker = null;
    }
    return value;
  }

  /** What has timestamp, windows and pane of the element; the value may be another one. */
  WindowedValue<?> like() {
    return like;
  }

  /**
   * Beam's rule: no output earlier than the element that it comes from, but for the skew that the
   * DoFn allows itself, and none after the end of time.
   */
  void checkTimestamp(Instant timestamp) {
    Instant input = like.getTimestamp();
    if (timestamp.isBefore(earliest(input))
        || timestamp.isAfter(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
      throw new IllegalArgumentException(
          String.format(
              "Cannot output with timestamp %s. Output timestamps must be no earlier than the "
                  + "timestamp of the current input (%s) minus the allowed skew (%s) and no "
                  + "later than %s. See the Javadoc of DoFn#getAllowedTimestampSkew() on how to "
                  + "change the allowed skew.",
              timestamp, input, readableSkew(), BoundedWindow.TIMESTAMP_MAX_VALUE));
    }
  }

  private Object readableSkew() {
    return allowedSkew.getMillis() >= Integer.MAX_VALUE
        ? allowedSkew
        : PeriodFormat.getDefault().print(allowedSkew.toPeriod());
  }

  private Instant earliest(Instant input) {
    long skew = allowedSkew.getMillis();
    long min = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
    // A skew of Long.MAX_VALUE milliseconds means any timestamp.
    return skew > input.getMillis() - min
        ? BoundedWindow.TIMESTAMP_MIN_VALUE
        : input.minus(allowedSkew);
  }
}

package org.penstock.classic.streaming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.classic.runtime.RestrictionRuntime;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.WindowedValueSerializer;
import org.penstock.runtime.state.WatermarkHolds;
import org.penstock.runtime.streaming.Clock;
import org.penstock.runtime.streaming.ProcessorContext;

/**
 * What splittable DoFns have left for later: in memory in the order in which it is due, and in
 * Flink's state whenever a checkpoint is taken, where any task can take any of it over. The
 * watermark of each holds that of the output.
 *
 * <p>A call of a DoFn ends after a while, for what it processes may never end, and neither
 * checkpoints nor watermarks nor other elements get past a call. The more restrictions are left,
 * the shorter is the turn of each.
 */
final class KeptRestrictions<T> implements RestrictionRuntime {
  private static final long MAX_STEPS = 10_000;
  private static final long LONGEST_TURN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SHORTEST_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final WatermarkHolds holds;
  private final Clock clock;
  private final long turnNanos;
  private final ListState<WindowedValue<KV<T, KV<Instant, Instant>>>> state;
  private final PriorityQueue<Kept<T>> queue =
      new PriorityQueue<>(
          Comparator.<Kept<T>, Instant>comparing(Kept::due).thenComparing(Kept::number));
  private long lastNumber;
  private @Nullable Function<WindowedValue<?>, @Nullable WindowedValue<?>> truncation;
  private boolean inTruncated;

  /**
   * An element whose restriction was not processed to its end.
   *
   * @param due when to go on
   * @param watermark no earlier than this are the elements that will come of it
   * @param number tells which one was kept first
   * @param truncated whether its restriction is a truncated one, or a part of one
   */
  private record Kept<T>(
      WindowedValue<T> element, Instant due, Instant watermark, long number, boolean truncated) {}

  KeptRestrictions(WindowedValueCodec<T> codec, ProcessorContext context) throws Exception {
    this.holds = context.holds();
    this.clock = context.clock();
    this.turnNanos =
        Math.min(TimeUnit.MILLISECONDS.toNanos(context.maxBundleMillis()), LONGEST_TURN_NANOS);
    InstantCoder instants = InstantCoder.of();
    this.state =
        context
            .operatorState()
            .getListState(
                new ListStateDescriptor<>(
                    "restrictions",
                    new WindowedValueSerializer<>(
                        new WindowedValueCodec<>(
                            KvCoder.of(codec.valueCoder(), KvCoder.of(instants, instants)),
                            codec.windowCoder()))));
    for (WindowedValue<KV<T, KV<Instant, Instant>>> kept : state.get()) {
      KV<T, KV<Instant, Instant>> value = kept.getValue();
      KV<Instant, Instant> times = value.getValue();
      add(kept.withValue(value.getKey()), times.getKey(), times.getValue(), false);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // it is of the form of the stage's input, which T is of
  public void later(WindowedValue<?> element, Duration delay, Instant watermark) {
    Instant now = clock.now();
    boolean forEver = delay.getMillis() > BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis() / 2;
    Instant due = forEver ? BoundedWindow.TIMESTAMP_MAX_VALUE : now.plus(delay);
    add((WindowedValue<T>) element, due, watermark, inTruncated);
  }

  private void add(WindowedValue<T> element, Instant due, Instant watermark, boolean truncated) {
    Kept<T> kept = new Kept<>(element, due, watermark, ++lastNumber, truncated);
    Kept<T> rest = truncation == null || truncated ? kept : truncated(kept, truncation);
    if (rest != null) {
      holds.add(watermark);
      queue.add(rest);
      clock.wakeUpAt(rest.due());
    }
  }

  @Override
  public long maxSteps() {
    return MAX_STEPS;
  }

  @Override
  public long maxNanos() {
    return Math.max(SHORTEST_TURN_NANOS, turnNanos / (1 + queue.size()));
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** The earliest timestamp of all elements, the end of time if there are none. */
  Instant oldest() {
    Instant oldest = BoundedWindow.TIMESTAMP_MAX_VALUE;
    for (Kept<T> kept : queue) {
      if (kept.element().getTimestamp().isBefore(oldest)) {
        oldest = kept.element().getTimestamp();
      }
    }
    return oldest;
  }

  /** Who goes on with an element. */
  interface Consumer<T> {
    void accept(WindowedValue<T> element) throws Exception;
  }

  /** Goes on with what is due, as long as a turn takes; and has itself called for the rest. */
  void process(Consumer<T> consumer) throws Exception {
    Instant now = clock.now();
    long last = lastNumber;
    long end = System.nanoTime() + turnNanos;
    Kept<T> next = queue.peek();
    // What is left now of what is processed now has its next turn when others had theirs.
    while (next != null && !next.due().isAfter(now) && next.number() <= last) {
      queue.remove();
      holds.remove(next.watermark());
      inTruncated = next.truncated();
      consumer.accept(next.element());
      inTruncated = false;
      next = System.nanoTime() - end < 0 ? queue.peek() : null;
    }
    if (!queue.isEmpty()) {
      clock.wakeUpAt(queue.element().due());
    }
  }

  /**
   * From now on every restriction is truncated before it is processed on.
   *
   * @param by makes an element one with a bounded restriction, or null where nothing is left to do
   */
  void truncate(Function<WindowedValue<?>, @Nullable WindowedValue<?>> by) {
    truncation = by;
    List<Kept<T>> all = List.copyOf(queue);
    queue.clear();
    for (Kept<T> kept : all) {
      Kept<T> rest = truncated(kept, by);
      if (rest == null) {
        holds.remove(kept.watermark());
      } else {
        queue.add(rest);
        clock.wakeUpAt(rest.due());
      }
    }
  }

  @SuppressWarnings("unchecked") // the same element with another restriction
  private @Nullable Kept<T> truncated(
      Kept<T> kept, Function<WindowedValue<?>, @Nullable WindowedValue<?>> by) {
    WindowedValue<?> rest = by.apply(kept.element());
    return rest == null
        ? null
        : new Kept<>((WindowedValue<T>) rest, clock.now(), kept.watermark(), kept.number(), true);
  }

  void save() throws Exception {
    List<WindowedValue<KV<T, KV<Instant, Instant>>>> elements = new ArrayList<>();
    for (Kept<T> kept : queue) {
      WindowedValue<T> element = kept.element();
      elements.add(
          element.withValue(KV.of(element.getValue(), KV.of(kept.due(), kept.watermark()))));
    }
    state.update(elements);
  }
}

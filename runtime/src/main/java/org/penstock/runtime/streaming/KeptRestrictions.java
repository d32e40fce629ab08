package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.WindowedValueSerializer;
import org.penstock.runtime.state.WatermarkHolds;

/**
 * What splittable DoFns have left for later: in memory in the order in which it is due, and in
 * Flink's state whenever a checkpoint is taken, where any task can take any of it over. The
 * watermark of each holds that of the output.
 *
 * <p>A call of a DoFn ends after a while, for what it processes may never end, and neither
 * checkpoints nor watermarks nor other elements get past a call. The more restrictions are left,
 * the shorter is the turn of each.
 */
public final class KeptRestrictions<T> {
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
  private boolean truncates;
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

  /**
   * What a checkpoint has is there at once, and a wake-up is asked for.
   *
   * @param codec writes the elements, in the form of the stage's input
   * @throws Exception if the state that was restored cannot be read
   */
  public KeptRestrictions(WindowedValueCodec<T> codec, ProcessorContext context) throws Exception {
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

  /**
   * Keeps what is left of an element.
   *
   * @param element in the form of the stage's input
   * @param delay how long to wait at least
   * @param watermark no earlier than this are the elements that will come of it
   */
  @SuppressWarnings("unchecked") // it is of the form of the stage's input, which T is of
  public void later(WindowedValue<?> element, Duration delay, Instant watermark) {
    Instant now = clock.now();
    boolean forEver = delay.getMillis() > BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis() / 2;
    Instant due = forEver ? BoundedWindow.TIMESTAMP_MAX_VALUE : now.plus(delay);
    // Once all are truncated, the first turn of one that is not is to truncate it.
    boolean first = truncates && !inTruncated;
    add((WindowedValue<T>) element, first ? now : due, watermark, inTruncated);
  }

  private void add(WindowedValue<T> element, Instant due, Instant watermark, boolean truncated) {
    holds.add(watermark);
    queue.add(new Kept<>(element, due, watermark, ++lastNumber, truncated));
    clock.wakeUpAt(due);
  }

  /** How many nanoseconds the processing of one element may take now, about. */
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

  /** Goes on with what is due, as long as a turn takes; and has itself called for the rest. */
  void process(RestrictionStage<T> stage) throws Exception {
    Instant now = clock.now();
    long last = lastNumber;
    long end = System.nanoTime() + turnNanos;
    Kept<T> next = queue.peek();
    // What is left now of what is processed now has its next turn when others had theirs.
    while (next != null && !next.due().isAfter(now) && next.number() <= last) {
      queue.remove();
      holds.remove(next.watermark());
      resume(next, stage);
      next = System.nanoTime() - end < 0 ? queue.peek() : null;
    }
    if (!queue.isEmpty()) {
      clock.wakeUpAt(queue.element().due());
    }
  }

  private void resume(Kept<T> kept, RestrictionStage<T> stage) throws Exception {
    WindowedValue<T> element = kept.element();
    inTruncated = truncates;
    if (truncates && !kept.truncated()) {
      element = stage.truncate(element);
    }
    if (element != null) {
      stage.resume(element, kept.watermark());
    }
    inTruncated = false;
  }

  /** From now on every restriction is truncated before it is processed on. */
  void truncate() {
    truncates = true;
    List<Kept<T>> all = List.copyOf(queue);
    queue.clear();
    Instant now = clock.now();
    for (Kept<T> kept : all) {
      queue.add(new Kept<>(kept.element(), now, kept.watermark(), kept.number(), false));
    }
    if (!queue.isEmpty()) {
      clock.wakeUpAt(now);
    }
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

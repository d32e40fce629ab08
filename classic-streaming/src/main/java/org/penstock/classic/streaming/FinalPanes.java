package org.penstock.classic.streaming;

import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.metrics.CounterCell;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark.AfterWatermarkEarlyAndLate;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark.FromEndOfWindow;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.Never.NeverTrigger;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.util.Collector;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.OutputTimestamps;

/**
 * What groupings have in common that output once, when the watermark passes the end of a window:
 * the timer for it, the timestamp of the output, and what comes too late.
 */
final class FinalPanes<K, OutputT> {
  private final WindowingStrategy<?, BoundedWindow> windowing;
  private final TimerInternals time;
  private final InternalTimerService<BoundedWindow> timers;
  private final PendingTimestamps timestamps;
  private final KeyDecoder<K> keys;
  private final CounterCell dropped;
  private final Collector<WindowedValue<KV<K, OutputT>>> output;

  /** What a window holds when its time has come. */
  interface Contents<OutputT> {
    /** The output of that window of the current key, which forgets it. */
    OutputT take(BoundedWindow window) throws Exception;
  }

  FinalPanes(GroupSpec<K, ?, OutputT> spec, Contents<OutputT> contents, ProcessorContext context)
      throws Exception {
    this.windowing = spec.windowing();
    KeyedContext keyed = context.keyedState();
    this.time = keyed.timerInternals();
    this.timestamps =
        new PendingTimestamps(
            new OutputTimestamps(windowing.getTimestampCombiner()),
            windowing.getWindowFn().windowCoder(),
            context);
    this.keys = new KeyDecoder<>(spec.keyCoder());
    this.dropped =
        context
            .metrics()
            .container(spec.step())
            .getCounter(MetricName.named(GroupByKey.class, "droppedDueToLateness"));
    this.output = context.output();
    this.timers =
        keyed
            .windowTimers()
            .open(
                windowing.getWindowFn().windowCoder(),
                (key, window) -> fire(key, window, contents));
  }

  /**
   * Whether that is what a grouping does. There may be no allowed lateness, for late elements would
   * make more panes.
   */
  static boolean suit(WindowingStrategy<?, ?> windowing) {
    return !windowing.needsMerge()
        && windowing.getAllowedLateness().getMillis() == 0
        && firesAtEnd(windowing.getTrigger());
  }

  private static boolean firesAtEnd(Trigger trigger) {
    return trigger instanceof DefaultTrigger
        || trigger instanceof FromEndOfWindow
        || (trigger instanceof AfterWatermarkEarlyAndLate both
            && both.getEarlyTrigger() instanceof NeverTrigger);
  }

  /** Whether an element of that window is too late; then it is counted. */
  boolean drops(BoundedWindow window) {
    boolean expired = window.maxTimestamp().isBefore(time.currentInputWatermarkTime());
    if (expired) {
      dropped.inc();
    }
    return expired;
  }

  /** An element of the current key was added to that window. */
  void added(BoundedWindow window, org.joda.time.Instant timestamp) throws Exception {
    timestamps.add(window, timestamp, time);
  }

  /** Sees to it that the window of the current key is output in the end. */
  void schedule(BoundedWindow window) {
    timers.registerEventTimeTimer(
        window, LateDataUtils.garbageCollectionTime(window, windowing).getMillis());
  }

  private void fire(EncodedKey key, BoundedWindow window, Contents<OutputT> contents)
      throws Exception {
    output.collect(
        WindowedValues.of(
            KV.of(keys.decode(key), contents.take(window)),
            timestamps.take(window),
            window,
            PaneInfo.ON_TIME_AND_ONLY_FIRING));
  }
}

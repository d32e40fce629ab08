package org.penstock.classic.streaming;

import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.OutputTimestamps;
import org.penstock.runtime.state.WatermarkHolds;

/**
 * The timestamps that the pending output of each key and window will have, where they come from
 * elements. Each holds the watermark. A window's end needs no hold: the output is there before the
 * watermark passes it.
 */
final class PendingTimestamps {
  private static final String NAME = "timestamps";

  private final OutputTimestamps timestamps;
  private final WatermarkHolds holds;
  private final @Nullable WindowState<ValueState<Long>> state;

  /** Adds the holds of what was restored; then leaves some key current. */
  PendingTimestamps(
      OutputTimestamps timestamps, Coder<BoundedWindow> windowCoder, ProcessorContext context)
      throws Exception {
    this.timestamps = timestamps;
    this.holds = context.holds();
    if (timestamps.looksAtElements()) {
      KeyedContext keyed = context.keyedState();
      WindowState<ValueState<Long>> bound =
          WindowState.of(
              new ValueStateDescriptor<>(NAME, LongSerializer.INSTANCE), windowCoder, keyed);
      restore(bound, keyed);
      this.state = bound;
    } else {
      this.state = null;
    }
  }

  private void restore(WindowState<ValueState<Long>> restored, KeyedContext keyed)
      throws Exception {
    try (Stream<Tuple2<EncodedKey, BoundedWindow>> all =
        keyed.backend().getKeysAndNamespaces(NAME)) {
      for (Iterator<Tuple2<EncodedKey, BoundedWindow>> i = all.iterator(); i.hasNext(); ) {
        Tuple2<EncodedKey, BoundedWindow> entry = i.next();
        keyed.setKey(entry.f0);
        Long millis = restored.in(entry.f1).value();
        if (millis != null) {
          holds.add(Instant.ofEpochMilli(millis));
        }
      }
    }
  }

  /** Takes the timestamp of an element, unless it is too late to count. */
  void add(BoundedWindow window, Instant timestamp, TimerInternals time) throws Exception {
    if (state == null) {
      return;
    }
    Instant assigned = timestamps.assign(window, timestamp);
    if (assigned.isBefore(time.currentOutputWatermarkTime())) {
      return;
    }
    ValueState<Long> pending = state.in(window);
    Long millis = pending.value();
    Instant before = millis == null ? null : Instant.ofEpochMilli(millis);
    Instant combined = timestamps.combine(before, assigned);
    if (!combined.equals(before)) {
      pending.update(combined.getMillis());
      holds.add(combined);
      if (before != null) {
        holds.remove(before);
      }
    }
  }

  /** The output timestamp of a window, which is forgotten. */
  Instant take(BoundedWindow window) throws Exception {
    if (state == null) {
      return window.maxTimestamp();
    }
    ValueState<Long> pending = state.in(window);
    Long millis = pending.value();
    if (millis == null) {
      return window.maxTimestamp(); // all of its elements were behind the output watermark
    }
    pending.clear();
    Instant timestamp = Instant.ofEpochMilli(millis);
    holds.remove(timestamp);
    return timestamp;
  }
}

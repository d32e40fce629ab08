package org.penstock.runtime.state;

import java.io.IOException;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.OpaqueSerializer;

/**
 * What a timer is set to, besides what tells it from other timers.
 *
 * @param millis when it fires
 * @param outputMillis its output timestamp
 * @param drain whether a drain has caused it
 */
record PendingTimer(long millis, long outputMillis, boolean drain) {

  static PendingTimer of(TimerData timer) {
    return new PendingTimer(
        timer.getTimestamp().getMillis(),
        timer.getOutputTimestamp().getMillis(),
        timer.causedByDrain() == CausedByDrain.CAUSED_BY_DRAIN);
  }

  /** The timer that is set so, where {@code like} is one of the same name. */
  TimerData named(TimerData like) {
    return TimerData.of(
        like.getTimerId(),
        like.getTimerFamilyId(),
        like.getNamespace(),
        Instant.ofEpochMilli(millis),
        Instant.ofEpochMilli(outputMillis),
        like.getDomain(),
        drain ? CausedByDrain.CAUSED_BY_DRAIN : CausedByDrain.NORMAL);
  }

  /** Adds the hold that the timer is, unless it is to output nothing (a time after all others). */
  void hold(WatermarkHolds holds) {
    if (holdsWatermark()) {
      holds.add(Instant.ofEpochMilli(outputMillis));
    }
  }

  /** Undoes {@link #hold}. */
  void release(WatermarkHolds holds) {
    if (holdsWatermark()) {
      holds.remove(Instant.ofEpochMilli(outputMillis));
    }
  }

  private boolean holdsWatermark() {
    return outputMillis < BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis();
  }

  /** Writes both times and the flag. */
  static final class Serializer extends OpaqueSerializer<PendingTimer> {
    private static final long serialVersionUID = 1L;

    static final Serializer INSTANCE = new Serializer();

    private Serializer() {}

    @Override
    public void serialize(PendingTimer timer, DataOutputView target) throws IOException {
      target.writeLong(timer.millis);
      target.writeLong(timer.outputMillis);
      target.writeBoolean(timer.drain);
    }

    @Override
    public PendingTimer deserialize(DataInputView source) throws IOException {
      return new PendingTimer(source.readLong(), source.readLong(), source.readBoolean());
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Serializer;
    }

    @Override
    public int hashCode() {
      return Serializer.class.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<PendingTimer> snapshotConfiguration() {
      return new Snapshot();
    }
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<PendingTimer> {
    /** Used by Flink. */
    public Snapshot() {
      super(() -> Serializer.INSTANCE);
    }
  }
}

package org.penstock.portable.streaming;

import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.joda.time.Duration;
import org.penstock.portable.runtime.TimerSink;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.streaming.KeyedContext;

/** State and timers of a stage, by key. */
final class KeyedHost implements TimerSink {
  private final KeyedContext keyed;
  private final StateInternals states;
  private final boolean timeIsVirtual;

  /**
   * @param timeIsVirtual whether the task's processing time is not that of the machine
   */
  KeyedHost(KeyedContext keyed, boolean timeIsVirtual) {
    this.keyed = keyed;
    this.timeIsVirtual = timeIsVirtual;
    this.states = new StatesByKind(keyed.stateInternals());
  }

  /** Makes the key current, and gives its state. */
  StateInternals stateFor(ByteString key) {
    return stateFor(EncodedKey.of(key.toByteArray()));
  }

  /** Makes the key current, and gives its state. */
  StateInternals stateFor(EncodedKey key) {
    keyed.setKey(key);
    return states;
  }

  @Override
  @SuppressWarnings("deprecation") // the other way around makes the same timer of seven arguments
  public void set(ByteString key, TimerData timer) {
    keyed.setKey(EncodedKey.of(key.toByteArray()));
    keyed.timerInternals().setTimer(timeIsVirtual ? inVirtualTime(timer) : timer);
  }

  /** A worker knows no other time than that of its machine. */
  private TimerData inVirtualTime(TimerData timer) {
    if (timer.getDomain() == TimeDomain.EVENT_TIME) {
      return timer;
    }
    Duration away = Duration.millis(timer.getTimestamp().getMillis() - System.currentTimeMillis());
    return TimerData.of(
        timer.getTimerId(),
        timer.getTimerFamilyId(),
        timer.getNamespace(),
        keyed.timerInternals().currentProcessingTime().plus(away),
        timer.getOutputTimestamp(),
        timer.getDomain());
  }

  @Override
  @SuppressWarnings("deprecation") // as above
  public void clear(ByteString key, TimerData timer) {
    keyed.setKey(EncodedKey.of(key.toByteArray()));
    keyed.timerInternals().deleteTimer(timer);
  }
}

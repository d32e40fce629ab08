package org.penstock.portable.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.portable.runtime.TimerSink;
import org.penstock.runtime.batch.KeyedContext;

/**
 * State and timers of the keys whose elements the worker has, or has had, and whose timers have not
 * all fired. There are several, for a bundle for each key would cost much more than a key's
 * elements do.
 */
final class OpenKeys implements TimerSink {
  private final Map<ByteString, KeyedContext> keys = new LinkedHashMap<>();

  /** Opens a key that was not there before. */
  KeyedContext open(ByteString key) throws Exception {
    KeyedContext opened = new KeyedContext();
    opened.start(key);
    keys.put(key, opened);
    return opened;
  }

  int size() {
    return keys.size();
  }

  /** Gets the timers of a round. */
  @FunctionalInterface
  interface TimerCallback {
    void onTimer(ByteString key, TimerData timer) throws Exception;
  }

  /**
   * Fires the next timer of each key that has one. What they set in turn is known only when the
   * worker has ended the bundle.
   *
   * @return whether there was any
   */
  boolean fireNext(TimerCallback callback) throws Exception {
    boolean fired = false;
    for (Map.Entry<ByteString, KeyedContext> one : keys.entrySet()) {
      TimerData timer = one.getValue().nextTimer();
      if (timer != null) {
        callback.onTimer(one.getKey(), timer);
        fired = true;
      }
    }
    return fired;
  }

  /** Forgets all keys; they do not come back. */
  void close() {
    keys.clear();
  }

  StateInternals state(ByteString key) {
    return context(key).stateInternals();
  }

  private KeyedContext context(ByteString key) {
    KeyedContext context = keys.get(key);
    if (context == null) {
      throw new IllegalStateException(
          "The worker asks for state or timers of a key that it was not given in this bundle");
    }
    return context;
  }

  @Override
  public void set(ByteString key, TimerData timer) {
    set(timer, context(key));
  }

  static void set(TimerData timer, KeyedContext context) {
    context
        .timerInternals()
        .setTimer(
            timer.getNamespace(),
            timer.getTimerId(),
            timer.getTimerFamilyId(),
            timer.getTimestamp(),
            timer.getOutputTimestamp(),
            timer.getDomain());
  }

  @Override
  public void clear(ByteString key, TimerData timer) {
    TimerInternals timers = context(key).timerInternals();
    timers.deleteTimer(
        timer.getNamespace(), timer.getTimerId(), timer.getTimerFamilyId(), timer.getDomain());
  }
}

package org.penstock.runtime.streaming;

import org.apache.beam.runners.core.StepContext;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.state.FlinkStateInternals;
import org.penstock.runtime.state.FlinkTimers;

/**
 * State and timers of the key that is the current one of the backend.
 *
 * @param backend Flink's keyed state
 * @param stateInternals Beam's state on it
 * @param timers Beam's timers on Flink's
 * @param windowTimers timers that are none of Beam's
 */
public record KeyedContext(
    KeyedStateBackend<EncodedKey> backend,
    FlinkStateInternals stateInternals,
    FlinkTimers timers,
    WindowTimers windowTimers)
    implements StepContext {
  @Override
  public TimerInternals timerInternals() {
    return timers.timerInternals();
  }

  /** Makes that key the current one. */
  public void setKey(EncodedKey key) {
    if (!key.equals(backend.getCurrentKey())) {
      backend.setCurrentKey(key);
    }
  }
}

package org.penstock.classic.runtime;

import org.apache.beam.runners.core.StatefulDoFnRunner.CleanupTimer;
import org.apache.beam.runners.core.StatefulDoFnRunner.TimeInternalsCleanupTimer;
import org.apache.beam.runners.core.StepContext;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Instant;

/**
 * Beam's timer for the end of a window's state, set for the key that is the current one. The global
 * window ends with the job, and its state does so without a timer.
 *
 * @param expires whether the DoFn wants to be called when a window ends
 */
record CurrentKeyCleanup<InputT>(
    StepContext keyed, WindowingStrategy<?, ?> windowing, boolean expires)
    implements CleanupTimer<InputT> {

  @Override
  public void setForWindow(InputT value, BoundedWindow window) {
    setForWindow(window);
  }

  /** The same; which element it is for makes no difference. */
  @SuppressWarnings("NullAway") // Beam's timer does not look at the element
  void setForWindow(BoundedWindow window) {
    if (expires || !(window instanceof GlobalWindow)) {
      timer().setForWindow(null, window);
    }
  }

  @Override
  public boolean isForWindow(
      String timerId, BoundedWindow window, Instant timestamp, TimeDomain domain) {
    return timer().isForWindow(timerId, window, timestamp, domain);
  }

  private TimeInternalsCleanupTimer<InputT> timer() {
    return new TimeInternalsCleanupTimer<>(keyed.timerInternals(), windowing);
  }
}

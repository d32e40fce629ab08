package org.penstock.runtime.streaming;

import java.util.concurrent.Future;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Wakes a processor up by one of Flink's timers, the earliest that was asked for. */
final class WakeUps implements Clock {
  private final ProcessingTimeService service;
  private final HostedOperator.ProcessingTimeCallback callback;
  private @Nullable Future<?> timer;
  private long due = Long.MAX_VALUE;

  WakeUps(ProcessingTimeService service, HostedOperator.ProcessingTimeCallback callback) {
    this.service = service;
    this.callback = callback;
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(service.getCurrentProcessingTime());
  }

  @Override
  public void wakeUpAt(Instant time) {
    if (time.getMillis() >= due) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    due = time.getMillis();
    // Flink's timers fire when their time is over.
    timer = service.registerTimer(due - 1, at -> wakeUp());
  }

  private void wakeUp() throws Exception {
    due = Long.MAX_VALUE;
    timer = null;
    callback.call();
  }
}

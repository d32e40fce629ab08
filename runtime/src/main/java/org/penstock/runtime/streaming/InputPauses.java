package org.penstock.runtime.streaming;

import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * Says when the input of an open bundle has made a pause, so that what the bundle holds back need
 * not wait for the bundle to grow old. Looks every few milliseconds whether something came.
 */
final class InputPauses {
  private static final long LOOK_MILLIS = 5;

  private final ProcessingTimeService time;
  private final LongSupplier sizeNow;
  private final HostedOperator.ProcessingTimeCallback pause;
  private @Nullable Future<?> timer;
  private long size;

  /**
   * @param sizeNow how much the open bundle has taken; negative if none is open
   * @param pause is called when it has taken nothing between two looks
   */
  InputPauses(
      ProcessingTimeService time,
      LongSupplier sizeNow,
      HostedOperator.ProcessingTimeCallback pause) {
    this.time = time;
    this.sizeNow = sizeNow;
    this.pause = pause;
  }

  /** A bundle has begun. */
  void started() {
    // Whatever the last look has seen was of another bundle.
    size = -1;
    if (timer == null) {
      lookSoon();
    }
  }

  private void lookSoon() {
    timer = time.registerTimer(time.getCurrentProcessingTime() + LOOK_MILLIS, at -> look());
  }

  private void look() throws Exception {
    timer = null;
    long now = sizeNow.getAsLong();
    if (now < 0) {
      return;
    }
    if (now == size) {
      pause.call();
    } else {
      size = now;
      lookSoon();
    }
  }
}

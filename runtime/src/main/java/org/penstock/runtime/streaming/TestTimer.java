package org.penstock.runtime.streaming;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;

/** A timer in the processing time of a job with test streams. */
final class TestTimer extends CompletableFuture<Void> implements ScheduledFuture<Void> {
  private final TestRun run;
  private final TestTask<?> task;
  private final long time;
  private final long number;
  private final ProcessingTimeCallback callback;

  /**
   * @param number grows with each timer of the run: of two timers for the same time the older one
   *     comes first
   */
  TestTimer(
      TestRun run, TestTask<?> task, long time, long number, ProcessingTimeCallback callback) {
    this.run = run;
    this.task = task;
    this.time = time;
    this.number = number;
    this.callback = callback;
  }

  TestTask<?> task() {
    return task;
  }

  long time() {
    return time;
  }

  void fire() throws Exception {
    if (!isCancelled()) {
      callback.onProcessingTime(time);
      complete(null);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    run.cancel(this);
    return super.cancel(mayInterruptIfRunning);
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(time - run.now(), TimeUnit.MILLISECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    TestTimer timer = (TestTimer) other;
    int byTime = Long.compare(time, timer.time);
    return byTime == 0 ? Long.compare(number, timer.number) : byTime;
  }
}

package org.penstock.runtime.streaming;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.clock.Clock;

/** The processing time of a job with test streams, for one of its operators. */
final class TestTime implements ProcessingTimeService {
  private final TestTask<?> task;

  TestTime(TestTask<?> task) {
    this.task = task;
  }

  @Override
  public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
    return task.run().register(task, timestamp, target);
  }

  @Override
  public Clock getClock() {
    return new Clock() {
      @Override
      public long absoluteTimeMillis() {
        return task.run().now();
      }

      @Override
      public long relativeTimeMillis() {
        return absoluteTimeMillis();
      }

      @Override
      public long relativeTimeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(relativeTimeMillis());
      }
    };
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      ProcessingTimeCallback callback, long initialDelay, long period) {
    throw new UnsupportedOperationException(
        "An operator in a job with test streams cannot have a periodic timer");
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      ProcessingTimeCallback callback, long initialDelay, long period) {
    return scheduleAtFixedRate(callback, initialDelay, period);
  }

  @Override
  public CompletableFuture<Void> quiesce() {
    return CompletableFuture.completedFuture(null);
  }
}

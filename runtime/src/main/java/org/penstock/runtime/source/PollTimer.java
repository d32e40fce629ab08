package org.penstock.runtime.source;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells Flink when to poll the reader again. Beam's sources don't say when data has come, so they
 * are asked from time to time. The thread of the timer starts when it is needed first, and does
 * nothing but complete futures. All methods are called by the task's thread.
 */
final class PollTimer implements AutoCloseable {
  private final String name;
  private CompletableFuture<Void> available = new CompletableFuture<>();
  private @Nullable ScheduledThreadPoolExecutor executor;
  private @Nullable ScheduledFuture<?> pending;

  PollTimer(String name) {
    this.name = name;
  }

  CompletableFuture<Void> available() {
    return available;
  }

  /** There is something to do now. */
  void wakeUp() {
    available.complete(null);
  }

  /** There is nothing to do until {@link #wakeUp}. */
  void sleep() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
  }

  /** There is nothing to do for that time, or until {@link #wakeUp}. */
  void sleep(long nanos) {
    sleep();
    CompletableFuture<Void> future = available;
    pending =
        executor().schedule(() -> future.complete(null), Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  private ScheduledThreadPoolExecutor executor() {
    ScheduledThreadPoolExecutor timer = executor;
    if (timer == null) {
      timer = new ScheduledThreadPoolExecutor(1, this::thread);
      timer.setRemoveOnCancelPolicy(true);
      executor = timer;
    }
    return timer;
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.shutdownNow();
    }
  }
}

package org.penstock.conformance;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a test that takes too long, so that it fails alone: first by cancelling its jobs, then, for
 * the runner itself may hang, by interrupting its thread. JUnit cannot set a limit from outside,
 * and the test plugin's own limit kills the JVM with all tests that were to follow.
 */
final class Watchdog {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "conformance-watchdog");
            thread.setDaemon(true);
            return thread;
          });
  private final Duration limit;
  private final Duration grace;
  private final Callable<?> cancelJobs;
  private @Nullable Future<?> armed;

  /**
   * @param limit how long a test may take
   * @param grace how long it may then take to notice that its jobs were cancelled
   * @param cancelJobs cancels what it runs
   */
  Watchdog(Duration limit, Duration grace, Callable<?> cancelJobs) {
    this.limit = limit;
    this.grace = grace;
    this.cancelJobs = cancelJobs;
  }

  /** Begins to watch the calling thread. */
  synchronized void arm(String test) {
    disarm();
    Thread thread = Thread.currentThread();
    armed = timer.schedule(() -> bark(test, thread), limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends to watch. After it no interrupt comes any more. */
  synchronized void disarm() {
    if (armed != null) {
      armed.cancel(true);
      armed = null;
    }
  }

  private void bark(String test, Thread thread) {
    LOG.error(
        "Test {} took longer than {}; cancelling its jobs. Its thread:\n{}",
        test,
        limit,
        stack(thread));
    try {
      cancelJobs.call();
      Thread.sleep(grace.toMillis());
    } catch (InterruptedException e) {
      // Disarmed: the test came to its end.
      Thread.currentThread().interrupt();
      return;
    } catch (Exception e) {
      LOG.error("Cannot cancel the jobs of test {}", test, e);
    }
    interrupt(test, thread);
  }

  private synchronized void interrupt(String test, Thread thread) {
    if (armed != null && !armed.isCancelled()) {
      LOG.error("Test {} goes on; interrupting it. Its thread:\n{}", test, stack(thread));
      thread.interrupt();
    }
  }

  private static String stack(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .map(frame -> "  at " + frame)
        .collect(Collectors.joining("\n"));
  }
}

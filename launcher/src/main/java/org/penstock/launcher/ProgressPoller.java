package org.penstock.launcher;

import java.net.URI;
import java.time.Duration;
import org.penstock.core.SubmittedJob;

/** Tells a console again and again how far one job is, until it is closed. */
final class ProgressPoller implements AutoCloseable {
  private final Thread thread;

  ProgressPoller(SubmittedJob job, URI rest, Console console) {
    this.thread = new Thread(() -> poll(job, rest, console), "penstock-progress");
    thread.setDaemon(true);
    thread.start();
  }

  private static void poll(SubmittedJob job, URI rest, Console console) {
    long start = System.nanoTime();
    JobStatusClient client = new JobStatusClient(rest, job.jobId());
    ProgressLine line = new ProgressLine(job.name());
    try {
      while (true) {
        Thread.sleep(console.intervalMillis());
        client
            .ask()
            .map(status -> line.at(Duration.ofNanos(System.nanoTime() - start), status))
            .ifPresent(console::progress);
      }
    } catch (InterruptedException e) {
      // Closed: this thread is ours, so nobody else wants to know of the interrupt.
    }
  }

  /** Returns when the last word is said, so that nothing is shown after the summary. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

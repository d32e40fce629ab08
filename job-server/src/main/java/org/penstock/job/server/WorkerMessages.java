package org.penstock.job.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry.Severity;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.jspecify.annotations.Nullable;
import org.penstock.spi.WorkerLogs;

/**
 * Makes messages of a job of what its workers log. It never has a worker wait: what comes faster
 * than it can be passed on is left out and counted. Safe for use by several threads.
 */
final class WorkerMessages implements AutoCloseable {
  private static final int MOST_WAITING = 1_000;
  private static final int LONGEST = 8 << 10;

  private final Job job;
  private final WorkerLogLevel least;
  private final Executor executor;
  private final Object passingOn = new Object();
  private volatile WorkerLogs.Subscription subscription = () -> {};
  // The rest is guarded by this.
  private final Deque<Message> waiting = new ArrayDeque<>();
  private int leftOut;
  private boolean scheduled;
  private boolean closed;

  private record Message(MessageImportance importance, String text) {}

  /**
   * @param least what is logged below that level is nobody's business
   * @param executor passes messages on
   */
  WorkerMessages(Job job, WorkerLogLevel least, Executor executor) {
    this.job = job;
    this.least = least;
    this.executor = executor;
  }

  /**
   * Takes what workers of this JVM log, from now on.
   *
   * @param flinkJob Flink's id of the job
   */
  void listen(String flinkJob) {
    subscription = WorkerLogs.listen(flinkJob, this::take);
  }

  /** Takes an entry; returns at once. */
  void take(LogEntry entry) {
    if (!least.includes(entry.getSeverity())) {
      return;
    }
    Message message = new Message(importance(entry.getSeverity()), text(entry));
    synchronized (this) {
      if (closed) {
        return;
      }
      if (waiting.size() < MOST_WAITING) {
        waiting.add(message);
      } else {
        leftOut++;
      }
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    try {
      executor.execute(this::passOn);
    } catch (RejectedExecutionException e) {
      // The server is closing. Whoever closes this passes on what waits.
    }
  }

  private void passOn() {
    synchronized (passingOn) {
      for (Message next = next(); next != null; next = next()) {
        job.message(next.importance(), next.text());
      }
    }
  }

  private synchronized @Nullable Message next() {
    Message next = waiting.poll();
    if (next == null && leftOut > 0) {
      next =
          new Message(
              MessageImportance.JOB_MESSAGE_WARNING,
              leftOut + " messages of workers are left out, for there were too many at once.");
      leftOut = 0;
    }
    scheduled = next != null;
    return next;
  }

  /** Passes on what has come, and takes nothing more. */
  @Override
  public void close() {
    subscription.close();
    synchronized (this) {
      closed = true;
    }
    passOn();
  }

  private static MessageImportance importance(Severity.Enum severity) {
    return switch (severity) {
      case CRITICAL, ERROR -> MessageImportance.JOB_MESSAGE_ERROR;
      case WARN -> MessageImportance.JOB_MESSAGE_WARNING;
      case DEBUG -> MessageImportance.JOB_MESSAGE_DETAILED;
      case TRACE -> MessageImportance.JOB_MESSAGE_DEBUG;
      default -> MessageImportance.JOB_MESSAGE_BASIC;
    };
  }

  private String text(LogEntry entry) {
    StringBuilder text = new StringBuilder();
    if (!entry.getTransformId().isEmpty()) {
      text.append(job.step(entry.getTransformId())).append(": ");
    }
    text.append(entry.getMessage());
    if (!entry.getTrace().isEmpty()) {
      text.append('\n').append(entry.getTrace());
    }
    if (text.length() > LONGEST) {
      int left = text.length() - LONGEST;
      text.setLength(LONGEST);
      text.append("\n... ").append(left).append(" characters are left out");
    }
    return text.toString();
  }
}

package org.penstock.spi;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry;

/**
 * The log entries of SDK workers, for whoever wants those of a job besides this JVM's log. Safe for
 * use by several threads.
 */
public final class WorkerLogs {
  private static final Map<String, List<Consumer<LogEntry>>> LISTENERS = new ConcurrentHashMap<>();

  private WorkerLogs() {}

  /**
   * Passes the entries of a job's workers in this JVM to the listener, until what is returned is
   * closed.
   *
   * @param listener called by threads of gRPC; must not block nor throw
   */
  public static Subscription listen(String jobId, Consumer<LogEntry> listener) {
    LISTENERS.compute(
        jobId,
        (key, before) -> {
          List<Consumer<LogEntry>> listeners =
              before == null ? new CopyOnWriteArrayList<>() : before;
          listeners.add(listener);
          return listeners;
        });
    return () ->
        LISTENERS.computeIfPresent(
            jobId,
            (key, listeners) -> {
              listeners.remove(listener);
              return listeners.isEmpty() ? null : listeners;
            });
  }

  /** Ends what it was returned for. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** Passes an entry to those who listen to the job. */
  public static void publish(String jobId, LogEntry entry) {
    LISTENERS.getOrDefault(jobId, List.of()).forEach(listener -> listener.accept(entry));
  }
}

package org.penstock.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.jspecify.annotations.Nullable;

/** A coordinator that does asynchronous work when it is told to, and notes what was assigned. */
public final class FakeCoordinator<SplitT extends SourceSplit>
    implements SplitEnumeratorContext<SplitT> {
  private final List<String> events = new ArrayList<>();
  private final Map<Integer, ReaderInfo> readers = new HashMap<>();
  private final List<SplitT> assigned = new ArrayList<>();
  private final List<Runnable> work = new ArrayList<>();

  /** A coordinator of that many readers. */
  public FakeCoordinator(int parallelism) {
    for (int i = 0; i < parallelism; i++) {
      readers.put(i, new ReaderInfo(i, "here"));
    }
  }

  /** What happened, such as {@code 1 gets 0} or {@code 1 ends}; forgotten by this call. */
  public List<String> takeEvents() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  /** The splits that were handed out. */
  public List<SplitT> assigned() {
    return assigned;
  }

  /** The task of that reader fails. */
  public void lose(int reader) {
    readers.remove(reader);
  }

  /** Does the asynchronous work; returns how much there was. */
  public int work() {
    List<Runnable> todo = List.copyOf(work);
    work.clear();
    todo.forEach(Runnable::run);
    return todo.size();
  }

  @Override
  public <T> void callAsync(
      Callable<T> callable, BiConsumer<@Nullable T, @Nullable Throwable> handler) {
    work.add(
        () -> {
          T result;
          try {
            result = callable.call();
          } catch (Exception e) {
            handler.accept(null, e);
            return;
          }
          handler.accept(result, null);
        });
  }

  @Override
  public <T> void callAsync(
      Callable<T> callable,
      BiConsumer<@Nullable T, @Nullable Throwable> handler,
      long initialDelayMillis,
      long periodMillis) {
    throw new UnsupportedOperationException("Nothing is periodic here");
  }

  @Override
  public int currentParallelism() {
    return readers.size();
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return readers;
  }

  @Override
  public void assignSplits(SplitsAssignment<SplitT> assignment) {
    assignment
        .assignment()
        .forEach(
            (reader, splits) ->
                splits.forEach(
                    split -> {
                      events.add(reader + " gets " + split.splitId());
                      assigned.add(split);
                    }));
  }

  @Override
  public void signalNoMoreSplits(int reader) {
    events.add(reader + " ends");
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    throw new UnsupportedOperationException("No metrics here");
  }

  @Override
  public void sendEventToSourceReader(int reader, SourceEvent event) {
    events.add(reader + " is told " + event);
  }

  @Override
  public void runInCoordinatorThread(Runnable runnable) {
    runnable.run();
  }
}

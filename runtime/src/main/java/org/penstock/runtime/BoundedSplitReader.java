package org.penstock.runtime;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Emits each split that it is given, and asks for the next one once the chained operator has read
 * it: emitting returns only then. Runs in the task's thread alone.
 */
final class BoundedSplitReader<T> implements SourceReader<BoundedSplit<T>, BoundedSplit<T>> {
  private final SourceReaderContext context;
  private final Queue<BoundedSplit<T>> splits = new ArrayDeque<>();
  private CompletableFuture<Void> available = new CompletableFuture<>();
  private boolean noMoreSplits;

  BoundedSplitReader(SourceReaderContext context) {
    this.context = context;
  }

  @Override
  public void start() {
    if (splits.isEmpty()) {
      context.sendSplitRequest();
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<BoundedSplit<T>> output) {
    BoundedSplit<T> split = splits.poll();
    if (split != null) {
      output.collect(split);
      if (splits.isEmpty() && !noMoreSplits) {
        context.sendSplitRequest();
      }
    }
    if (!splits.isEmpty()) {
      return InputStatus.MORE_AVAILABLE;
    }
    if (noMoreSplits) {
      return InputStatus.END_OF_INPUT;
    }
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public List<BoundedSplit<T>> snapshotState(long checkpointId) {
    return List.copyOf(splits);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void addSplits(List<BoundedSplit<T>> newSplits) {
    splits.addAll(newSplits);
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    noMoreSplits = true;
    available.complete(null);
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}

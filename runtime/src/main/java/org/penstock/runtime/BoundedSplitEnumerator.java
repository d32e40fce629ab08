package org.penstock.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/**
 * Splits the source once, off the coordinator's thread (a source may list thousands of files), and
 * gives each reader one split at a time.
 */
final class BoundedSplitEnumerator<T>
    implements SplitEnumerator<BoundedSplit<T>, BoundedSplits<T>> {
  /** Several for each task, so that one slow split does not leave the others without work. */
  private static final int SPLITS_PER_TASK = 4;

  /** Opening a split costs more than reading less than this. */
  private static final long SMALLEST_SPLIT_BYTES = 1 << 20;

  private final SplitEnumeratorContext<BoundedSplit<T>> context;
  private final String step;
  private final BoundedSource<T> source;
  private final SerializablePipelineOptions options;
  private final Deque<BoundedSplit<T>> pending = new ArrayDeque<>();
  private final Set<Integer> waiting = new LinkedHashSet<>();
  private boolean ready;

  BoundedSplitEnumerator(
      SplitEnumeratorContext<BoundedSplit<T>> context,
      String step,
      BoundedSource<T> source,
      SerializablePipelineOptions options,
      @Nullable BoundedSplits<T> restored) {
    this.context = context;
    this.step = step;
    this.source = source;
    this.options = options;
    if (restored != null) {
      pending.addAll(restored.pending());
      ready = true;
    }
  }

  @Override
  public void start() {
    if (!ready) {
      context.callAsync(this::split, this::onSplit);
    }
  }

  private List<BoundedSplit<T>> split() throws Exception {
    PipelineOptions pipelineOptions = options.get();
    MetricsContainerStepMap metrics = new MetricsContainerStepMap();
    MetricsContainerImpl container = metrics.getContainer(step);
    var thread = MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();
    var before = thread.activate(container);
    try {
      long size = source.getEstimatedSizeBytes(pipelineOptions);
      long wanted = size / ((long) context.currentParallelism() * SPLITS_PER_TASK);
      List<? extends BoundedSource<T>> parts =
          source.split(Math.max(wanted, SMALLEST_SPLIT_BYTES), pipelineOptions);
      List<BoundedSplit<T>> splits = new ArrayList<>(parts.size());
      for (BoundedSource<T> part : parts) {
        splits.add(new BoundedSplit<>(splits.size(), part, splits.isEmpty() ? metrics : null));
      }
      return splits;
    } finally {
      thread.activate(before);
    }
  }

  private void onSplit(@Nullable List<BoundedSplit<T>> splits, @Nullable Throwable error) {
    if (error != null || splits == null) {
      throw new IllegalStateException("Step " + step + ": its source could not be split", error);
    }
    pending.addAll(splits);
    ready = true;
    List<Integer> readers = List.copyOf(waiting);
    waiting.clear();
    readers.forEach(this::assign);
  }

  private void assign(int reader) {
    if (!context.registeredReaders().containsKey(reader)) {
      return;
    }
    BoundedSplit<T> next = pending.poll();
    if (next == null) {
      context.signalNoMoreSplits(reader);
    } else {
      context.assignSplit(next, reader);
    }
  }

  @Override
  public void handleSplitRequest(int reader, @Nullable String host) {
    if (ready) {
      assign(reader);
    } else {
      waiting.add(reader);
    }
  }

  @Override
  public void addSplitsBack(List<BoundedSplit<T>> splits, int reader) {
    pending.addAll((Collection<BoundedSplit<T>>) splits);
  }

  @Override
  public void addReader(int reader) {
    // A reader asks by itself as soon as it has started.
  }

  @Override
  public BoundedSplits<T> snapshotState(long checkpointId) {
    return new BoundedSplits<>(List.copyOf(pending));
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}

package org.penstock.runtime.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.io.Source;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.jspecify.annotations.Nullable;
import org.penstock.spi.StepException;

/**
 * Splits the source once, off the coordinator's thread (a source may ask a broker or list
 * directories), and answers the readers' requests: with all that is theirs at once, or with one
 * split after another. Which splits are whose follows from their number and the parallelism, so a
 * reader that failed before its splits were in a checkpoint gets the same ones again.
 */
final class StreamingEnumerator<T> implements SplitEnumerator<StreamingSplit, StreamingSplits> {
  private final SplitEnumeratorContext<StreamingSplit> context;
  private final SourceKind<T> kind;
  private final ReadSettings settings;
  private final List<StreamingSplit> pending = new ArrayList<>();
  private final Set<Integer> waiting = new LinkedHashSet<>();
  private final Set<Integer> finished = new LinkedHashSet<>();
  private final @Nullable WorkLeft work;
  private final Runnable workOver = this::workOver;
  private boolean ready;

  StreamingEnumerator(
      SplitEnumeratorContext<StreamingSplit> context,
      SourceKind<T> kind,
      ReadSettings settings,
      @Nullable StreamingSplits restored) {
    this.context = context;
    this.kind = kind;
    this.settings = settings;
    this.work = settings.workLeft() == null ? null : WorkLeft.join(settings.workLeft());
    if (restored != null) {
      pending.addAll(restored.pending());
      ready = restored.split();
    }
  }

  @Override
  public void start() {
    if (work != null) {
      work.listen(workOver);
    }
    if (!ready) {
      int parallelism = context.currentParallelism();
      context.callAsync(() -> split(parallelism), this::onSplit);
    }
  }

  private List<StreamingSplit> split(int parallelism) throws Exception {
    MetricsContainerStepMap metrics = new MetricsContainerStepMap();
    var thread = MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();
    var before = thread.activate(metrics.getContainer(settings.step()));
    try {
      List<StreamingSplit> splits = new ArrayList<>();
      for (Source<T> part : kind.split(parallelism, settings.options().get())) {
        splits.add(
            new StreamingSplit(
                splits.size(), SplitSources.encode(part), null, splits.isEmpty() ? metrics : null));
      }
      return splits;
    } finally {
      thread.activate(before);
    }
  }

  private void onSplit(@Nullable List<StreamingSplit> splits, @Nullable Throwable error) {
    if (error != null) {
      throw new StepException(settings.step(), error);
    }
    if (splits != null) {
      pending.addAll(splits);
    }
    ready = true;
    List<Integer> readers = List.copyOf(waiting);
    waiting.clear();
    readers.forEach(this::answer);
  }

  @Override
  public void handleSplitRequest(int reader, @Nullable String host) {
    if (ready) {
      answer(reader);
    } else {
      waiting.add(reader);
    }
  }

  private void answer(int reader) {
    if (!context.registeredReaders().containsKey(reader)) {
      return;
    }
    List<StreamingSplit> share = takeShare(reader);
    if (!share.isEmpty()) {
      context.assignSplits(new SplitsAssignment<>(Map.of(reader, share)));
    }
    if (share.isEmpty() || !kind.oneByOne()) {
      end(reader);
    }
  }

  /** There are no more splits for that reader; whether it is to stay is another question. */
  private void end(int reader) {
    if (work == null || work.isOver()) {
      context.signalNoMoreSplits(reader);
    } else {
      finished.add(reader);
      context.sendEventToSourceReader(reader, new AllSplitsGiven());
    }
  }

  private void workOver() {
    context.runInCoordinatorThread(
        () -> {
          List<Integer> readers = List.copyOf(finished);
          finished.clear();
          readers.stream().filter(context.registeredReaders()::containsKey).forEach(this::end);
        });
  }

  private List<StreamingSplit> takeShare(int reader) {
    List<StreamingSplit> share = new ArrayList<>();
    for (Iterator<StreamingSplit> i = pending.iterator(); i.hasNext(); ) {
      StreamingSplit split = i.next();
      if (kind.oneByOne() || split.index() % context.currentParallelism() == reader) {
        share.add(split);
        i.remove();
        if (kind.oneByOne()) {
          break;
        }
      }
    }
    return share;
  }

  @Override
  public void addSplitsBack(List<StreamingSplit> splits, int reader) {
    // The reader that lost them starts again, and asks.
    pending.addAll(splits);
  }

  @Override
  public void addReader(int reader) {
    // A reader asks by itself as soon as it has started.
    finished.remove(reader);
  }

  @Override
  public StreamingSplits snapshotState(long checkpointId) {
    return new StreamingSplits(ready, pending);
  }

  @Override
  public void close() {
    if (work != null) {
      work.forget(workOver);
      work.leave();
    }
  }
}

package org.penstock.runtime.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.streaming.runtime.tasks.ExceptionInChainedOperatorException;
import org.apache.flink.util.IOUtils;
import org.penstock.runtime.source.SplitReader.Found;
import org.penstock.runtime.source.SplitReader.Progress;
import org.penstock.spi.StepException;

/** Reads its splits in turns, a batch of records in each poll. Runs in the task's thread alone. */
final class StreamingReader<T> implements SourceReader<SourceRecord<T>, StreamingSplit> {
  private static final long UPKEEP_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SourceReaderContext context;
  private final SourceKind<T> kind;
  private final ReadSettings settings;
  private final long watermarkIntervalNanos;
  private final ActiveSplits<T> splits = new ActiveSplits<>();
  private final CheckpointMarks marks = new CheckpointMarks();
  private final BatchSize batch = new BatchSize();
  private final SourceRecord<T> record = new SourceRecord<>();
  private final PollTimer timer;
  private final ReaderMetrics metrics;
  private final MetricsEnvironmentState thread =
      MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();

  private boolean requested;
  private boolean noMoreSplits;
  private boolean allSplitsGiven;
  private boolean atEndOfTime;
  private long nextUpkeepAt = System.nanoTime() + UPKEEP_INTERVAL_NANOS;

  StreamingReader(SourceReaderContext context, SourceKind<T> kind, ReadSettings settings) {
    this.context = context;
    this.kind = kind;
    this.settings = settings;
    this.watermarkIntervalNanos = TimeUnit.MILLISECONDS.toNanos(settings.watermarkIntervalMillis());
    this.timer = new PollTimer("Poll " + settings.step() + " " + context.getIndexOfSubtask());
    this.metrics = new ReaderMetrics(settings.step(), context.metricGroup());
  }

  @Override
  public void start() {
    // A reader that was restored with a bounded split first finishes that.
    if (splits.isEmpty() || !kind.oneByOne()) {
      requestSplit();
    }
  }

  private void requestSplit() {
    if (!requested && !noMoreSplits) {
      requested = true;
      context.sendSplitRequest();
    }
  }

  @Override
  public void addSplits(List<StreamingSplit> newSplits) {
    requested = false;
    for (StreamingSplit split : newSplits) {
      if (split.metrics() != null) {
        metrics.add(split.metrics());
      }
      splits.add(new ActiveSplit<>(split.withoutMetrics(), record));
    }
    timer.wakeUp();
  }

  @Override
  public void notifyNoMoreSplits() {
    noMoreSplits = true;
    timer.wakeUp();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (!(event instanceof AllSplitsGiven)) {
      throw new IllegalArgumentException(
          "Step " + settings.step() + ": its reader does not know the event " + event);
    }
    allSplitsGiven = true;
    timer.wakeUp();
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return timer.available();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<SourceRecord<T>> output) {
    return userCode(() -> poll(output));
  }

  private InputStatus poll(ReaderOutput<SourceRecord<T>> output) throws IOException {
    long now = System.nanoTime();
    if (now - nextUpkeepAt >= 0) {
      nextUpkeepAt = now + UPKEEP_INTERVAL_NANOS;
      upkeep(output);
    }
    ActiveSplit<T> split = splits.next(now);
    if (split != null) {
      if (!split.isOpen()) {
        open(split, output, now);
      }
      Found found = split.read(batch.size());
      long after = System.nanoTime();
      batch.took(after - now, split.lastCount());
      if (found == Found.END) {
        end(split, output);
      } else {
        split.afterRead(found, after, watermarkIntervalNanos);
        if (found != Found.NOTHING) {
          return InputStatus.MORE_AVAILABLE;
        }
      }
    }
    return splits.isEmpty() ? withoutSplits(output) : untilNextSplit();
  }

  private void open(ActiveSplit<T> split, ReaderOutput<SourceRecord<T>> output, long now)
      throws IOException {
    StreamingSplit part = split.split();
    SplitReader<T> reader =
        kind.open(
            SplitSources.decode(part, settings.step()), part.progress(), settings.options().get());
    split.open(reader, output, now);
  }

  private void end(ActiveSplit<T> split, ReaderOutput<SourceRecord<T>> output) throws IOException {
    splits.remove(split);
    SplitReader<?> reader = split.reader();
    if (reader != null) {
      marks.ended(split.progress().mark(), reader);
    }
    if (!settings.checkpointing()) {
      marks.commitEnded();
    }
    // The watermark of the others counts now. Without any others, that of splits still to come
    // does; and if none come, the end of the input is the end of time.
    if (!splits.isEmpty() && !kind.oneByOne()) {
      split.emitLastWatermark();
    }
    output.releaseOutputForSplit(split.split().splitId());
  }

  private InputStatus withoutSplits(ReaderOutput<SourceRecord<T>> output) {
    if (noMoreSplits) {
      metrics.emit(output);
      metrics.backlog(UnboundedReader.BACKLOG_UNKNOWN);
      return InputStatus.END_OF_INPUT;
    }
    if (!allSplitsGiven) {
      requestSplit();
    } else if (!atEndOfTime) {
      // It stays, though nothing more comes from it.
      atEndOfTime = true;
      metrics.emit(output);
      metrics.backlog(0);
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }
    timer.sleep();
    return InputStatus.NOTHING_AVAILABLE;
  }

  private InputStatus untilNextSplit() {
    long nanos = splits.nanosUntilReady(System.nanoTime());
    if (nanos <= 0) {
      return InputStatus.MORE_AVAILABLE;
    }
    timer.sleep(nanos);
    return InputStatus.NOTHING_AVAILABLE;
  }

  /** What is due once a second. */
  private void upkeep(ReaderOutput<SourceRecord<T>> output) throws IOException {
    metrics.backlog(splits.backlogBytes());
    if (!settings.checkpointing()) {
      for (ActiveSplit<T> split : splits.all()) {
        CheckpointMark mark = split.progress().mark();
        if (mark != null) {
          mark.finalizeCheckpoint();
        }
      }
    }
    metrics.emit(output);
  }

  @Override
  public List<StreamingSplit> snapshotState(long checkpointId) {
    return userCode(
        () -> {
          List<StreamingSplit> states = new ArrayList<>();
          List<CheckpointMark> taken = new ArrayList<>();
          for (ActiveSplit<T> split : splits.all()) {
            Progress progress = split.progress();
            states.add(split.split().at(progress.encoded()));
            if (progress.mark() != null) {
              taken.add(progress.mark());
            }
          }
          marks.taken(checkpointId, taken);
          return states;
        });
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    userCode(
        () -> {
          marks.completed(checkpointId);
          return checkpointId;
        });
  }

  @Override
  public void close() {
    timer.close();
    List<AutoCloseable> readers = new ArrayList<>(marks.openReaders());
    for (ActiveSplit<T> split : splits.all()) {
      if (split.reader() != null) {
        readers.add(split.reader());
      }
    }
    userCode(
        () -> {
          IOUtils.closeAll(readers);
          return readers;
        });
  }

  /** Runs what calls the source: it counts for this step, and its failures are the step's. */
  private <V> V userCode(UserCode<V> code) {
    MetricsContainer before = thread.activate(metrics.container());
    try {
      return code.run();
    } catch (ExceptionInChainedOperatorException | StepException e) {
      throw e; // of an operator behind the source, or named already
    } catch (Exception e) {
      throw new StepException(settings.step(), e);
    } finally {
      thread.activate(before);
    }
  }

  private interface UserCode<V> {
    V run() throws Exception;
  }
}

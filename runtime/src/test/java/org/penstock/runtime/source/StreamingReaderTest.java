package org.penstock.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.streaming.runtime.tasks.ExceptionInChainedOperatorException;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.penstock.spi.StepException;

final class StreamingReaderTest {
  private final Script script = Script.of("first");
  private final Script.Feed feed = script.feed();
  private final FakeTask task = new FakeTask();
  private final RecordedOutput<String> output = new RecordedOutput<>();
  private SourceReader<SourceRecord<String>, StreamingSplit> reader = reader(true);

  private SourceReader<SourceRecord<String>, StreamingSplit> reader(boolean checkpointing) {
    ReadSettings settings =
        new ReadSettings(
            "Read",
            new SerializablePipelineOptions(PipelineOptionsFactory.create()),
            0,
            checkpointing);
    return StreamingReadSource.unbounded(script, settings).createReader(task);
  }

  private static StreamingSplit split(int index, Script source) {
    return new StreamingSplit(index, SplitSources.encode(source), null, null);
  }

  private void give(StreamingSplit... splits) {
    reader.start();
    reader.addSplits(List.of(splits));
    reader.notifyNoMoreSplits();
  }

  /** Polls until there is nothing to do for now. */
  private InputStatus drain() throws Exception {
    InputStatus status = InputStatus.MORE_AVAILABLE;
    while (status == InputStatus.MORE_AVAILABLE) {
      status = reader.pollNext(output);
    }
    return status;
  }

  private InputStatus drainLater() throws Exception {
    reader.isAvailable().get(5, TimeUnit.SECONDS);
    return drain();
  }

  @AfterEach
  void close() throws Exception {
    feed.failure = null;
    reader.close();
  }

  @Test
  void emitsWhatIsThereAndComesBackForMore() throws Exception {
    give(split(0, script));
    feed.add("a", "b");

    assertThat(drain()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(output.take()).containsExactly("0:a", "0:b");

    feed.add("c");
    assertThat(drainLater()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(output.take()).containsExactly("0:c");
  }

  @Test
  void restsLongerWhileNothingComes() throws Exception {
    give(split(0, script));
    drain();
    long start = System.nanoTime();
    for (int polls = 0; polls < 4; polls++) {
      drainLater();
    }

    // 10, 20, 40 and 50 ms.
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(115));
  }

  @Test
  void aBusySplitDoesNotStarveTheOthers() throws Exception {
    Script second = Script.of("second");
    for (int i = 0; i < 100_000; i++) {
      feed.add("x");
    }
    second.feed().add("y");
    give(split(0, script), split(1, second));

    reader.pollNext(output);
    reader.pollNext(output);

    List<String> events = output.take();
    assertThat(events).contains("0:x", "1:y").hasSizeLessThan(2_000);
  }

  @Test
  void recordsHaveIdsIfTheSourceAsksForThem() throws Exception {
    give(split(0, script.deduping()));
    feed.add("a");
    drain();

    assertThat(output.take()).containsExactly("0:a (id of a)");
  }

  @Test
  void theWatermarkIsOneLessThanBeams() throws Exception {
    give(split(0, script));
    feed.add("a");
    feed.watermark = Instant.ofEpochMilli(5);
    drain();

    assertThat(output.take()).containsExactly("0:a", "0@4");
  }

  @Test
  void anIdleSplitsWatermarkMoves() throws Exception {
    give(split(0, script));
    drain();
    assertThat(output.take()).as("before the source knows").isEmpty();

    feed.watermark = Instant.ofEpochMilli(5);
    drainLater();
    assertThat(output.take()).containsExactly("0@4");
    feed.watermark = Instant.ofEpochMilli(3);
    drainLater();
    assertThat(output.take()).as("backwards").isEmpty();
    feed.watermark = Instant.ofEpochMilli(8);
    drainLater();
    assertThat(output.take()).containsExactly("0@7");
  }

  @Test
  void aSplitAtTheEndOfTimeEndsWhenAllWasRead() throws Exception {
    Script second = Script.of("second");
    second.feed().watermark = Instant.ofEpochMilli(5);
    feed.watermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
    feed.add("a");
    give(split(0, script), split(1, second));

    assertThat(drain()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(output.take())
        .containsExactlyInAnyOrder("0:a", "1@4", "0@" + Long.MAX_VALUE, "0 released");

    second.feed().watermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
    assertThat(drainLater()).isEqualTo(InputStatus.END_OF_INPUT);
    assertThat(output.take()).containsExactly("1 released");
  }

  @Test
  void aReaderWithoutSplitsEnds() throws Exception {
    reader.start();
    assertThat(task.requests()).isEqualTo(1);
    assertThat(drain()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(reader.isAvailable()).isNotDone();

    reader.notifyNoMoreSplits();

    assertThat(reader.isAvailable()).isDone();
    assertThat(drain()).isEqualTo(InputStatus.END_OF_INPUT);
  }

  @Test
  void goesOnFromItsSnapshot() throws Exception {
    give(split(0, script));
    feed.add("a", "b", "c");
    drain();
    List<StreamingSplit> snapshot = reader.snapshotState(1);
    feed.add("d");
    reader.close();

    reader = reader(true);
    output.take();
    give(snapshot.toArray(StreamingSplit[]::new));
    drain();

    assertThat(output.take()).containsExactly("0:d");
    assertThat(feed.journal).endsWith("open at 3");
  }

  @Test
  void aSplitThatWasNotOpenedKeepsItsProgress() throws Exception {
    give(split(0, script));
    feed.add("a", "b");
    drain();
    List<StreamingSplit> snapshot = reader.snapshotState(1);
    reader.close();

    reader = reader(true);
    reader.addSplits(snapshot);
    StreamingSplit again = reader.snapshotState(2).get(0);

    assertThat(again.progress()).isNotNull().isEqualTo(snapshot.get(0).progress());
  }

  @Test
  void marksAreFinalizedWhenTheirCheckpointCompletes() throws Exception {
    give(split(0, script));
    for (int checkpoint = 1; checkpoint <= 4; checkpoint++) {
      feed.add("x");
      reader.isAvailable().get(5, TimeUnit.SECONDS);
      drain();
      reader.snapshotState(checkpoint);
    }
    assertThat(feed.journal).containsExactly("open at 0");

    reader.notifyCheckpointAborted(2);
    reader.notifyCheckpointComplete(1);
    assertThat(feed.journal).containsExactly("open at 0", "finalize 1");

    reader.notifyCheckpointComplete(3);
    reader.notifyCheckpointComplete(3);
    assertThat(feed.journal)
        .as("the aborted checkpoint's records are in the third")
        .containsExactly("open at 0", "finalize 1", "finalize 2", "finalize 3");
  }

  @Test
  void theLastMarkOfASplitThatEndedIsFinalized() throws Exception {
    give(split(0, script));
    feed.add("a");
    feed.watermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
    assertThat(drain()).isEqualTo(InputStatus.END_OF_INPUT);
    assertThat(reader.snapshotState(1)).isEmpty();
    assertThat(feed.journal).containsExactly("open at 0");

    reader.notifyCheckpointComplete(1);

    assertThat(feed.journal).containsExactly("open at 0", "finalize 1", "close");
  }

  @Test
  void withoutCheckpointsMarksAreFinalizedAllTheSame() throws Exception {
    reader.close();
    reader = reader(false);
    give(split(0, script));
    feed.add("a", "b");
    long start = System.nanoTime();
    while (!feed.journal.contains("finalize 2") && System.nanoTime() - start < 5_000_000_000L) {
      drainLater();
    }

    assertThat(feed.journal).containsExactly("open at 0", "finalize 2");
    assertThat(System.nanoTime() - start).isGreaterThan(900_000_000L);
  }

  @Test
  void metricsOfTheSourceAreEmittedAtTheEnd() throws Exception {
    MetricsContainerStepMap ofSplitting = new MetricsContainerStepMap();
    ofSplitting.getContainer("Read").getCounter(MetricName.named("test", "read")).inc(10);
    give(new StreamingSplit(0, SplitSources.encode(script), null, ofSplitting));
    feed.add("a", "b");
    feed.watermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
    drain();

    assertThat(output.metrics).hasSize(1);
    assertThat(
            MetricsContainerStepMap.asAttemptedOnlyMetricResults(output.metrics.get(0))
                .allMetrics()
                .getCounters())
        .singleElement()
        .satisfies(
            counter -> {
              assertThat(counter.getKey().stepName()).isEqualTo("Read");
              assertThat(counter.getAttempted()).isEqualTo(12);
            });
  }

  @Test
  void theBacklogIsAMetricOnceItIsKnown() throws Exception {
    give(split(0, script));
    drain();
    assertThat(task.gauges()).doesNotContainKey("pendingBytes");

    feed.backlog = 77;
    long start = System.nanoTime();
    while (!task.gauges().containsKey("pendingBytes")
        && System.nanoTime() - start < 5_000_000_000L) {
      drainLater();
    }
    assertThat(task.gauges()).extractingByKey("pendingBytes").extracting("value").isEqualTo(77L);
  }

  @Test
  void aFailureOfTheSourceNamesTheStep() {
    give(split(0, script));
    feed.failure = new IOException("connection lost");

    assertThatThrownBy(this::drain)
        .isInstanceOf(StepException.class)
        .hasMessageContaining("Step Read failed")
        .hasRootCauseMessage("connection lost");
  }

  @Test
  void aFailureBehindTheSourceIsNotTheSources() {
    give(split(0, script));
    feed.add("a");
    ReaderOutput<SourceRecord<String>> broken =
        new BrokenOutput<>(new ExceptionInChainedOperatorException(new IOException("elsewhere")));

    assertThatThrownBy(() -> reader.pollNext(broken))
        .isInstanceOf(ExceptionInChainedOperatorException.class);
  }

  @Test
  void closesAllReadersThoughOneFails() throws Exception {
    Script second = Script.of("second");
    give(split(0, script), split(1, second));
    drain();
    feed.failure = new IOException("already gone");

    assertThatThrownBy(reader::close).hasRootCauseMessage("already gone");

    assertThat(feed.journal).contains("close");
    assertThat(second.feed().journal).contains("close");
  }

  @Test
  void aSourceThatCannotBeReadBackIsExplained() {
    give(new StreamingSplit(7, new byte[] {1, 2, 3}, null, null));

    assertThatThrownBy(this::drain)
        .isInstanceOf(StepException.class)
        .hasMessageContaining("the source of split 7 cannot be read back")
        .hasMessageContaining("same version of the source");
  }

  @Test
  void staysAtTheEndOfTimeUntilItIsToldToEnd() throws Exception {
    reader.start();
    assertThat(drain()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    reader.handleSourceEvents(new AllSplitsGiven());

    assertThat(drainLater()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(drain()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(output.take()).containsExactly("@" + Long.MAX_VALUE);
    assertThat(reader.isAvailable()).isNotDone();

    reader.notifyNoMoreSplits();
    assertThat(drainLater()).isEqualTo(InputStatus.END_OF_INPUT);
  }
}

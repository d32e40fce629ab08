package org.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;

final class BoundedSplitReaderTest {
  /** What the reader did, in order: {@code ask} for a split, or {@code emit} one. */
  private final List<String> events = new ArrayList<>();

  private final SourceReader<BoundedSplit<Integer>, BoundedSplit<Integer>> reader =
      reader(new Task(events));
  private final Output output = new Output(events);

  private static SourceReader<BoundedSplit<Integer>, BoundedSplit<Integer>> reader(Task task) {
    return new BoundedSplitSource<>(
            "Read",
            new Numbers(0, 9, 1),
            new SerializablePipelineOptions(PipelineOptionsFactory.create()))
        .createReader(task);
  }

  private static BoundedSplit<Integer> split(int index) {
    return new BoundedSplit<>(index, new Numbers(index, index + 1, 1), null);
  }

  @Test
  void asksForOneSplitWhenItStarts() throws Exception {
    reader.start();

    assertThat(events).containsExactly("ask");
    assertThat(reader.isAvailable()).isNotDone();
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
  }

  @Test
  void asksAgainOnlyWhenTheSplitWasRead() throws Exception {
    reader.start();
    reader.addSplits(List.of(split(0)));
    assertThat(events).as("a split has come but is not read").containsExactly("ask");
    assertThat(reader.isAvailable()).isDone();

    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);

    // The chained operator reads the split while it is emitted.
    assertThat(events).containsExactly("ask", "emit 0", "ask");
    assertThat(reader.isAvailable()).isNotDone();
  }

  @Test
  void endsWhenThereAreNoMore() throws Exception {
    reader.start();
    reader.addSplits(List.of(split(0)));
    reader.notifyNoMoreSplits();

    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
    assertThat(events).containsExactly("ask", "emit 0");
  }

  @Test
  void endsWithoutASplit() throws Exception {
    reader.start();
    reader.notifyNoMoreSplits();

    assertThat(reader.isAvailable()).isDone();
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
  }

  @Test
  void whatItHasNotReadIsInItsSnapshot() throws Exception {
    reader.start();
    reader.addSplits(List.of(split(0), split(1)));
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);

    assertThat(reader.snapshotState(1)).extracting(BoundedSplit::index).containsExactly(1);
  }

  @Test
  void aRestoredReaderDoesNotAskFirst() throws Exception {
    reader.addSplits(List.of(split(4)));
    reader.start();

    assertThat(events).isEmpty();
    reader.pollNext(output);
    assertThat(events).containsExactly("emit 4", "ask");
  }

  private record Output(List<String> events) implements ReaderOutput<BoundedSplit<Integer>> {
    @Override
    public void collect(BoundedSplit<Integer> split) {
      events.add("emit " + split.index());
    }

    @Override
    public void collect(BoundedSplit<Integer> split, long timestamp) {
      throw new UnsupportedOperationException("Splits have no timestamps");
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<BoundedSplit<Integer>> createOutputForSplit(String splitId) {
      return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}
  }

  private record Task(List<String> events) implements SourceReaderContext {
    @Override
    public void sendSplitRequest() {
      events.add("ask");
    }

    @Override
    public SourceReaderMetricGroup metricGroup() {
      throw new UnsupportedOperationException("No metrics here");
    }

    @Override
    public Configuration getConfiguration() {
      return new Configuration();
    }

    @Override
    public String getLocalHostName() {
      return "here";
    }

    @Override
    public int getIndexOfSubtask() {
      return 0;
    }

    @Override
    public void sendSourceEventToCoordinator(SourceEvent event) {
      throw new UnsupportedOperationException("No events here");
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
      throw new UnsupportedOperationException("No user code here");
    }
  }
}

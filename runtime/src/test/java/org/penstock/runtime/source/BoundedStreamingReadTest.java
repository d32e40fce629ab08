package org.penstock.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

final class BoundedStreamingReadTest {
  private final FakeTask task = new FakeTask();
  private final RecordedOutput<Long> output = new RecordedOutput<>();

  private SourceReader<SourceRecord<Long>, StreamingSplit> reader() {
    return StreamingReadSource.bounded(
            new NumberList(0, 9, 1),
            new ReadSettings(
                "Read", new SerializablePipelineOptions(PipelineOptionsFactory.create()), 0, true))
        .createReader(task);
  }

  private static StreamingSplit split(int index, long from, long to) {
    return new StreamingSplit(index, SplitSources.encode(new NumberList(from, to, 1)), null, null);
  }

  private static List<String> numbers(int split, long from, long to) {
    return LongStream.range(from, to).mapToObj(n -> split + ":" + n).toList();
  }

  /** On a slow machine a reader takes fewer elements at a time. */
  private InputStatus poll(SourceReader<SourceRecord<Long>, StreamingSplit> reader)
      throws Exception {
    InputStatus status = InputStatus.MORE_AVAILABLE;
    while (status == InputStatus.MORE_AVAILABLE) {
      status = reader.pollNext(output);
    }
    return status;
  }

  @Test
  void asksForTheNextSplitWhenOneWasRead() throws Exception {
    var reader = reader();
    reader.start();
    assertThat(task.requests()).isEqualTo(1);
    reader.addSplits(List.of(split(0, 0, 3)));
    assertThat(poll(reader)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(task.requests()).isEqualTo(2);
    assertThat(output.take())
        .as("no watermark, though the split is released")
        .containsExactly("0:0", "0:1", "0:2", "0 released");

    reader.addSplits(List.of(split(1, 3, 5)));
    assertThat(reader.isAvailable()).isDone();
    reader.notifyNoMoreSplits();

    assertThat(poll(reader)).isEqualTo(InputStatus.END_OF_INPUT);
    assertThat(output.take()).containsExactly("1:3", "1:4", "1 released");
    assertThat(task.requests()).isEqualTo(2);
    reader.close();
  }

  @Test
  void passesOverWhatWasEmittedBeforeTheSnapshot() throws Exception {
    var reader = reader();
    reader.addSplits(List.of(split(0, 0, 100_000)));
    reader.start();
    assertThat(task.requests()).isZero();
    List<String> emitted = new ArrayList<>();
    while (emitted.size() < 5_000) {
      assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
      emitted.addAll(output.take());
    }
    List<StreamingSplit> snapshot = reader.snapshotState(1);
    reader.close();

    var second = reader();
    second.addSplits(snapshot);
    second.start();
    second.pollNext(output);
    assertThat(output.take()).as("the first batch is all old").isEmpty();
    List<StreamingSplit> whilePassingOver = second.snapshotState(2);
    assertThat(whilePassingOver.get(0).progress()).isEqualTo(snapshot.get(0).progress());
    second.close();

    var third = reader();
    third.addSplits(whilePassingOver);
    third.start();
    third.notifyNoMoreSplits();
    InputStatus status = poll(third);
    emitted.addAll(output.take());
    third.close();

    assertThat(status).isEqualTo(InputStatus.END_OF_INPUT);
    List<String> expected = new ArrayList<>(numbers(0, 0, 100_000));
    expected.add("0 released");
    assertThat(emitted).isEqualTo(expected);
  }
}

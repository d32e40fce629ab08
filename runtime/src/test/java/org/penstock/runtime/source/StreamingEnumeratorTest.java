package org.penstock.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.junit.jupiter.api.Test;
import org.penstock.runtime.FakeCoordinator;
import org.penstock.spi.StepException;

final class StreamingEnumeratorTest {
  private static final ReadSettings SETTINGS =
      new ReadSettings(
          "Read", new SerializablePipelineOptions(PipelineOptionsFactory.create()), 0, true);

  private final FakeCoordinator<StreamingSplit> two = new FakeCoordinator<>(2);

  private static StreamingReadSource<Long> unbounded(int shards) {
    return StreamingReadSource.unbounded(NumberStream.of("unused", shards, 10), SETTINGS);
  }

  private static StreamingReadSource<Long> bounded() {
    return StreamingReadSource.bounded(new NumberList(0, 30, 3), SETTINGS);
  }

  private static SplitEnumerator<StreamingSplit, StreamingSplits> started(
      StreamingReadSource<Long> source, FakeCoordinator<StreamingSplit> coordinator) {
    var enumerator = source.createEnumerator(coordinator);
    enumerator.start();
    return enumerator;
  }

  private static SplitEnumerator<StreamingSplit, StreamingSplits> restored(
      StreamingReadSource<Long> source,
      StreamingSplits state,
      FakeCoordinator<StreamingSplit> coordinator)
      throws Exception {
    var serializer = source.getEnumeratorCheckpointSerializer();
    StreamingSplits read =
        serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
    var enumerator = source.restoreEnumerator(coordinator, read);
    enumerator.start();
    return enumerator;
  }

  @Test
  void aReaderGetsAllItsUnboundedSplitsAtOnce() {
    var enumerator = started(unbounded(5), two);
    enumerator.handleSplitRequest(1, null);
    assertThat(two.takeEvents()).as("before the source is split").isEmpty();
    two.work();
    enumerator.handleSplitRequest(0, null);

    assertThat(two.takeEvents())
        .containsExactly(
            "1 gets 1", "1 gets 3", "1 ends", "0 gets 0", "0 gets 2", "0 gets 4", "0 ends");
  }

  @Test
  void aReaderWithoutASplitEnds() {
    var enumerator = started(unbounded(1), two);
    two.work();
    enumerator.handleSplitRequest(1, null);

    assertThat(two.takeEvents()).containsExactly("1 ends");
  }

  @Test
  void boundedSplitsAreGivenOneByOne() {
    var enumerator = started(bounded(), two);
    two.work();
    enumerator.handleSplitRequest(1, null);
    enumerator.handleSplitRequest(0, null);
    enumerator.handleSplitRequest(1, null);
    enumerator.handleSplitRequest(1, null);
    enumerator.handleSplitRequest(0, null);

    assertThat(two.takeEvents())
        .containsExactly("1 gets 0", "0 gets 1", "1 gets 2", "1 ends", "0 ends");
  }

  @Test
  void aRestoredSourceIsNotSplitAgainAndNoSplitGivenTwice() throws Exception {
    var first = started(unbounded(5), two);
    two.work();
    first.handleSplitRequest(1, null);
    two.takeEvents();

    FakeCoordinator<StreamingSplit> three = new FakeCoordinator<>(3);
    var second = restored(unbounded(5), first.snapshotState(1), three);
    assertThat(three.work()).as("asynchronous work").isZero();
    second.handleSplitRequest(0, null);
    second.handleSplitRequest(1, null);
    second.handleSplitRequest(2, null);

    assertThat(three.takeEvents())
        .containsExactly("0 gets 0", "0 ends", "1 gets 4", "1 ends", "2 gets 2", "2 ends");
  }

  @Test
  void aSourceThatWasNotSplitBeforeTheCheckpointIsSplitThen() throws Exception {
    var first = started(unbounded(1), two);
    FakeCoordinator<StreamingSplit> other = new FakeCoordinator<>(2);
    var second = restored(unbounded(1), first.snapshotState(1), other);
    other.work();
    second.handleSplitRequest(0, null);

    assertThat(other.takeEvents()).containsExactly("0 gets 0", "0 ends");
  }

  @Test
  void whatAReaderLostItGetsAgain() {
    var enumerator = started(unbounded(2), two);
    two.work();
    enumerator.handleSplitRequest(0, null);
    enumerator.handleSplitRequest(1, null);
    two.takeEvents();

    enumerator.addSplitsBack(List.of(two.assigned().get(1)), 1);
    enumerator.handleSplitRequest(0, null);
    enumerator.handleSplitRequest(1, null);

    assertThat(two.takeEvents()).containsExactly("0 ends", "1 gets 1", "1 ends");
  }

  @Test
  void aSourceThatCannotBeSplitFailsTheJob() {
    started(unbounded(-1), two);

    assertThatThrownBy(two::work)
        .isInstanceOf(StepException.class)
        .hasMessageContaining("Step Read failed")
        .hasRootCauseMessage("-1 shards");
  }

  @Test
  void theFirstSplitCarriesWhatWasCounted() throws Exception {
    var enumerator = started(unbounded(2), two);
    two.work();
    enumerator.handleSplitRequest(0, null);
    enumerator.handleSplitRequest(1, null);
    StreamingSplitSerializer serializer = new StreamingSplitSerializer("Read");
    StreamingSplit first = serializer.deserialize(1, serializer.serialize(two.assigned().get(0)));

    assertThat(first.metrics()).isNotNull().isEqualTo(two.assigned().get(0).metrics());
    assertThat(two.assigned().get(1).metrics()).isNull();
  }

  @Test
  void stateOfAnotherFormatIsRefused() {
    var serializer = unbounded(1).getEnumeratorCheckpointSerializer();

    assertThatThrownBy(() -> serializer.deserialize(9, new byte[5]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Step Read: the state of its source has format 9, expected 1");
  }

  private static StreamingReadSource<Long> staying(String workLeft) {
    return StreamingReadSource.bounded(
        new NumberList(0, 10, 1),
        new ReadSettings(
            SETTINGS.step(), SETTINGS.options(), 0, SETTINGS.checkpointing(), workLeft));
  }

  @Test
  void readersStayAsLongAsWorkIsLeft() throws Exception {
    WorkLeft work = WorkLeft.join("stay");
    Object first = new Object();
    Object second = new Object();
    work.begin(first);
    work.begin(second);
    var enumerator = started(staying("stay"), two);
    two.work();
    enumerator.handleSplitRequest(0, null);
    enumerator.handleSplitRequest(0, null);
    enumerator.handleSplitRequest(1, null);
    assertThat(two.takeEvents())
        .containsExactly("0 gets 0", "0 is told AllSplitsGiven[]", "1 is told AllSplitsGiven[]");

    work.end(first);
    assertThat(two.takeEvents()).isEmpty();
    work.end(second);
    assertThat(two.takeEvents()).containsExactly("0 ends", "1 ends");
    enumerator.close();
    work.leave();
  }

  @Test
  void aReaderThatStartsAgainStaysAgainIfWorkIsLeftAgain() throws Exception {
    WorkLeft work = WorkLeft.join("again");
    Object worker = new Object();
    work.begin(worker);
    var enumerator = started(staying("again"), two);
    two.work();
    enumerator.handleSplitRequest(1, null);
    work.end(worker);
    work.begin(worker);
    enumerator.addReader(0);
    enumerator.handleSplitRequest(0, null);
    assertThat(two.takeEvents()).containsExactly("1 gets 0", "0 is told AllSplitsGiven[]");

    enumerator.close();
    work.end(worker);
    assertThat(two.takeEvents()).as("after it was closed").isEmpty();
    work.leave();
  }

  @Test
  void whereNoWorkIsLeftReadersEnd() throws Exception {
    var enumerator = started(staying("nothing"), two);
    two.work();
    enumerator.handleSplitRequest(0, null);
    enumerator.handleSplitRequest(0, null);

    assertThat(two.takeEvents()).containsExactly("0 gets 0", "0 ends");
    enumerator.close();
  }
}

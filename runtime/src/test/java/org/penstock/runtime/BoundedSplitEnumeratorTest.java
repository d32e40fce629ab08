package org.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

final class BoundedSplitEnumeratorTest {
  private static final long MEBIBYTE = 1 << 20;

  private final FakeCoordinator<BoundedSplit<Integer>> coordinator = new FakeCoordinator<>(2);

  private BoundedSplitSource<Integer> source(Numbers numbers) {
    return new BoundedSplitSource<>(
        "Read", numbers, new SerializablePipelineOptions(PipelineOptionsFactory.create()));
  }

  private BoundedSplitEnumerator<Integer> started(Numbers numbers) {
    var enumerator =
        (BoundedSplitEnumerator<Integer>) source(numbers).createEnumerator(coordinator);
    enumerator.start();
    return enumerator;
  }

  @Test
  void aRequestIsAnsweredByOneSplit() {
    BoundedSplitEnumerator<Integer> enumerator = started(new Numbers(0, 3, 1));
    coordinator.work();
    assertThat(coordinator.takeEvents()).as("before anybody asks").isEmpty();

    enumerator.handleSplitRequest(1, null);
    assertThat(coordinator.takeEvents()).containsExactly("1 gets 0");
    enumerator.handleSplitRequest(1, null);
    enumerator.handleSplitRequest(0, null);
    assertThat(coordinator.takeEvents()).containsExactly("1 gets 1", "0 gets 2");
    enumerator.handleSplitRequest(0, null);
    enumerator.handleSplitRequest(1, null);
    assertThat(coordinator.takeEvents()).containsExactly("0 ends", "1 ends");
  }

  @Test
  void whoAsksBeforeTheSourceIsSplitWaits() {
    BoundedSplitEnumerator<Integer> enumerator = started(new Numbers(0, 3, 1));
    enumerator.handleSplitRequest(1, null);
    enumerator.handleSplitRequest(0, null);
    assertThat(coordinator.takeEvents()).isEmpty();

    coordinator.work();

    assertThat(coordinator.takeEvents()).containsExactly("1 gets 0", "0 gets 1");
  }

  @Test
  void aSourceWithoutSplitsEndsAtOnce() {
    BoundedSplitEnumerator<Integer> enumerator = started(new Numbers(0, 0, 0));
    enumerator.handleSplitRequest(0, null);
    coordinator.work();
    enumerator.handleSplitRequest(1, null);

    assertThat(coordinator.takeEvents()).containsExactly("0 ends", "1 ends");
  }

  @Test
  void aSourceThatCannotBeSplitFailsTheJob() {
    started(new Numbers(0, 3, -1));

    assertThatThrownBy(coordinator::work)
        .hasMessage("Step Read: its source could not be split")
        .hasRootCauseMessage("no such file");
  }

  @Test
  void whatALostReaderHadIsReadByAnother() {
    BoundedSplitEnumerator<Integer> enumerator = started(new Numbers(0, 2, 1));
    coordinator.work();
    enumerator.handleSplitRequest(0, null);
    enumerator.handleSplitRequest(1, null);
    coordinator.takeEvents();

    coordinator.lose(0);
    enumerator.addSplitsBack(List.of(coordinator.assigned().get(0)), 0);
    enumerator.handleSplitRequest(1, null);

    assertThat(coordinator.takeEvents()).containsExactly("1 gets 0");
  }

  @Test
  void aLostReaderIsGivenNothing() {
    BoundedSplitEnumerator<Integer> enumerator = started(new Numbers(0, 2, 1));
    enumerator.handleSplitRequest(0, null);
    coordinator.lose(0);
    coordinator.work();
    enumerator.handleSplitRequest(1, null);

    assertThat(coordinator.takeEvents()).containsExactly("1 gets 0");
  }

  @Test
  void aRestoredSourceIsNotSplitAgain() throws Exception {
    BoundedSplitEnumerator<Integer> enumerator = started(new Numbers(0, 3, 1));
    coordinator.work();
    enumerator.handleSplitRequest(0, null);
    coordinator.takeEvents();
    var serializer = source(new Numbers(0, 3, 1)).getEnumeratorCheckpointSerializer();
    byte[] checkpoint = serializer.serialize(enumerator.snapshotState(1));

    var restored =
        source(new Numbers(0, 3, 1))
            .restoreEnumerator(
                coordinator, serializer.deserialize(serializer.getVersion(), checkpoint));
    restored.start();

    assertThat(coordinator.work()).as("asynchronous work").isZero();
    restored.handleSplitRequest(1, null);
    restored.handleSplitRequest(1, null);
    restored.handleSplitRequest(1, null);
    assertThat(coordinator.takeEvents()).containsExactly("1 gets 1", "1 gets 2", "1 ends");
  }

  @Test
  void theFirstSplitCarriesWhatWasCounted() {
    BoundedSplitEnumerator<Integer> enumerator = started(new Numbers(0, 2, 1));
    coordinator.work();
    enumerator.handleSplitRequest(0, null);
    enumerator.handleSplitRequest(0, null);

    MetricsContainerStepMap counted = coordinator.assigned().get(0).metrics();
    assertThat(counted).isNotNull();
    assertThat(
            MetricsContainerStepMap.asAttemptedOnlyMetricResults(counted)
                .allMetrics()
                .getCounters())
        .singleElement()
        .satisfies(
            counter -> {
              assertThat(counter.getKey().stepName()).isEqualTo("Read");
              assertThat(counter.getAttempted()).isEqualTo(2);
            });
    assertThat(coordinator.assigned().get(1).metrics()).isNull();
  }

  @Test
  void splitsAreSmallEnoughToShareAndLargeEnoughToPay() {
    Numbers small = new Numbers(0, 1, 10);
    Numbers large = new Numbers(0, 1, 800 * MEBIBYTE);
    started(small);
    started(large);
    coordinator.work();

    assertThat(small.wantedSize()).isEqualTo(MEBIBYTE);
    assertThat(large.wantedSize()).isEqualTo(100 * MEBIBYTE);
  }
}

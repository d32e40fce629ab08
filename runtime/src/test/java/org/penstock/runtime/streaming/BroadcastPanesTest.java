package org.penstock.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penstock.runtime.WindowedValueCodec;

final class BroadcastPanesTest {
  private static final Duration SIZE = Duration.millis(10);
  private static final Duration LOOKBACK = Duration.millis(5);
  private static final IntervalWindow EARLY = new IntervalWindow(Instant.ofEpochMilli(0), SIZE);
  private static final IntervalWindow LATE = new IntervalWindow(Instant.ofEpochMilli(10), SIZE);

  private final List<String> changes = new ArrayList<>();
  private BroadcastPanes panes = panes(0);

  @BeforeEach
  void twoSideInputs() {
    panes = panes(2);
    panes.onChange((index, window) -> changes.add(index + " " + window.maxTimestamp().getMillis()));
  }

  private static BroadcastPanes panes(int sideInputs) {
    List<SideInputSpec> specs = new ArrayList<>();
    for (int i = 0; i < sideInputs; i++) {
      specs.add(
          new SideInputSpec(
              "side " + i,
              new WindowedValueCodec<>(coder(), IntervalWindow.getCoder()),
              WindowingStrategy.of(FixedWindows.of(SIZE)),
              LOOKBACK));
    }
    try {
      return new BroadcastPanes(specs, store());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // elements of any type, here numbers
  private static Coder<KV<@Nullable Void, Iterable<Object>>> coder() {
    return (Coder) KvCoder.of(VoidCoder.of(), IterableCoder.of(VarIntCoder.of()));
  }

  private static OperatorStateStore store() throws Exception {
    return new DefaultOperatorStateBackendBuilder(
            BroadcastPanesTest.class.getClassLoader(),
            new ExecutionConfig(),
            false,
            List.of(),
            new CloseableRegistry())
        .build();
  }

  private static WindowedValue<?> pane(BoundedWindow window, int number, Integer... elements) {
    return WindowedValues.of(
        KV.of(null, List.of(elements)),
        window.maxTimestamp(),
        window,
        PaneInfo.createPane(number == 0, false, Timing.EARLY, number, -1));
  }

  @Test
  void aWindowIsThereWhenAPaneHasCome() throws Exception {
    assertThat(panes.isReady(0, EARLY)).isFalse();
    assertThat(panes.elements(0, EARLY)).isEmpty();

    panes.add(0, pane(EARLY, 0, 1, 2));

    assertThat(panes.isReady(0, EARLY)).isTrue();
    assertThat(panes.isReady(0, LATE)).isFalse();
    assertThat(panes.isReady(1, EARLY)).isFalse();
    assertThat(panes.elements(0, EARLY)).containsExactly(1, 2);
    assertThat(panes.elements(1, EARLY)).isEmpty();
  }

  @Test
  void aWindowIsThereWhenNoPaneWillCome() {
    panes.watermark(0, EARLY.maxTimestamp());
    assertThat(panes.isReady(0, EARLY)).isFalse();

    panes.watermark(0, LATE.start());
    assertThat(panes.isReady(0, EARLY)).isTrue();
    assertThat(panes.isReady(0, LATE)).isFalse();
    assertThat(panes.isReady(1, EARLY)).isFalse();
    assertThat(panes.elements(0, EARLY)).isEmpty();
  }

  @Test
  void aPaneReplacesTheOneBeforeAndIsTold() throws Exception {
    panes.add(0, pane(EARLY, 0, 1));
    panes.add(0, pane(EARLY, 1, 1, 2));

    assertThat(panes.elements(0, EARLY)).containsExactly(1, 2);
    assertThat(changes).containsExactly("0 9", "0 9");
  }

  @Test
  void aPaneThatWasOvertakenChangesNothing() throws Exception {
    panes.add(0, pane(EARLY, 1, 1, 2));
    panes.add(0, pane(EARLY, 0, 1));

    assertThat(panes.elements(0, EARLY)).containsExactly(1, 2);
    assertThat(changes).containsExactly("0 9");
  }

  @Test
  void whatNobodyAsksForAnyMoreIsForgottenAndTold() throws Exception {
    panes.add(1, pane(EARLY, 0, 1));
    panes.add(1, pane(LATE, 0, 2));
    changes.clear();

    panes.forget(EARLY.maxTimestamp().plus(LOOKBACK));
    assertThat(panes.elements(1, EARLY)).containsExactly(1);
    assertThat(changes).isEmpty();

    panes.forget(EARLY.maxTimestamp().plus(LOOKBACK).plus(Duration.millis(1)));
    assertThat(panes.elements(1, EARLY)).isEmpty();
    assertThat(panes.elements(1, LATE)).containsExactly(2);
    assertThat(changes).containsExactly("1 9");
  }
}

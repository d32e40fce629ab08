package org.penstock.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.state.WatermarkHoldState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HoldsOfKeysTest {
  private static final StateTag<WatermarkHoldState> EARLIEST =
      StateTags.watermarkStateInternal("earliest", TimestampCombiner.EARLIEST);
  private static final StateTag<WatermarkHoldState> LATEST =
      StateTags.makeSystemTagInternal(
          StateTags.watermarkStateInternal("latest", TimestampCombiner.LATEST));
  private static final StateNamespace WINDOW =
      StateNamespaces.window(
          IntervalWindow.getCoder(), new IntervalWindow(Instant.EPOCH, Duration.millis(10)));

  private static WatermarkHoldState hold(
      Probe.Operator operator, StateTag<WatermarkHoldState> tag) {
    return operator.state().state(WINDOW, tag);
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  @ParameterizedTest
  @EnumSource
  void theEarliestHoldOfAnyKeyHoldsTheOperator(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      WatermarkHolds holds = probe.operator().holds;
      probe.at("k", o -> hold(o, EARLIEST).add(at(20)));
      probe.at("l", o -> hold(o, EARLIEST).add(at(30)));
      assertThat(holds.min()).isEqualTo(at(20));
      probe.at("l", o -> hold(o, EARLIEST).add(at(10)));
      assertThat(holds.min()).isEqualTo(at(10));
      probe.at("l", o -> hold(o, EARLIEST).clear());
      assertThat(holds.min()).isEqualTo(at(20));
      probe.at("k", o -> hold(o, LATEST).add(at(5)));
      probe.at("k", o -> hold(o, LATEST).add(at(15)));
      assertThat(holds.min()).isEqualTo(at(15));
      probe.at("k", o -> assertThat(hold(o, LATEST).read()).isEqualTo(at(15)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void holdsAreThereAfterARestoreBeforeTheyAreAskedFor(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at("k", o -> hold(o, EARLIEST).add(at(20)));
      probe.at("k", o -> hold(o, LATEST).add(at(15)));
      probe.at("l", o -> hold(o, EARLIEST).add(at(10)));
      probe.at("m", o -> hold(o, EARLIEST).add(at(1)));
      probe.at("m", o -> hold(o, EARLIEST).clear());

      try (Probe restored = probe.restored()) {
        WatermarkHolds holds = restored.operator().holds;
        assertThat(holds.min()).isEqualTo(at(10));
        restored.at("l", o -> hold(o, EARLIEST).clear());
        assertThat(holds.min()).isEqualTo(at(15));
        restored.at("k", o -> hold(o, LATEST).clear());
        restored.at("k", o -> hold(o, EARLIEST).clear());
        assertThat(holds.min()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
      }
    }
  }
}

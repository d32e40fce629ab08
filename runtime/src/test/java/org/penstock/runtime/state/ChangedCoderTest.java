package org.penstock.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restored state whose coder has changed is refused by name, whatever its kind. */
final class ChangedCoderTest {

  /** Cells of each kind with that coder. */
  private static List<StateTag<? extends State>> cells(Coder<? extends Number> coder) {
    return List.of(
        StateTags.value("value", coder),
        StateTags.bag("bag", coder),
        StateTags.set("set", coder),
        StateTags.map("mapKey", coder, VarIntCoder.of()),
        StateTags.map("mapValue", VarIntCoder.of(), coder),
        StateTags.multimap("multimapKey", coder, VarIntCoder.of()),
        StateTags.multimap("multimapValue", VarIntCoder.of(), coder),
        StateTags.orderedList("list", coder));
  }

  @ParameterizedTest
  @EnumSource
  void aChangedCoderIsRefusedByBothStructures(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      for (StateTag<? extends State> cell : cells(VarIntCoder.of())) {
        probe.at("k", o -> o.state().state(StateNamespaces.global(), cell));
      }
      try (Probe restored = probe.restored()) {
        for (StateTag<? extends State> cell : cells(VarLongCoder.of())) {
          restored.at("k", o -> refuses(o, cell));
        }
      }
      try (Probe restored = probe.restored()) {
        for (StateTag<? extends State> cell : cells(VarIntCoder.of())) {
          restored.at(
              "k", o -> assertThat(o.state().state(StateNamespaces.global(), cell)).isNotNull());
        }
      }
    }
  }

  private static void refuses(Probe.Operator operator, StateTag<? extends State> cell) {
    assertThatThrownBy(() -> operator.state().state(StateNamespaces.global(), cell))
        .as(cell.getId())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(cell.getId())
        .hasMessageContaining(VarIntCoder.class.getName())
        .hasMessageContaining(VarLongCoder.class.getName());
  }

  @ParameterizedTest
  @EnumSource
  void otherWindowsAreRefused(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at(
          "k",
          o ->
              o.timers()
                  .timerInternals()
                  .setTimer(
                      StateNamespaces.global(),
                      "a",
                      "",
                      Instant.EPOCH,
                      Instant.EPOCH,
                      TimeDomain.EVENT_TIME));

      assertThatThrownBy(() -> probe.restored(GlobalWindow.Coder.INSTANCE))
          .hasStackTraceContaining(GlobalWindow.Coder.class.getName())
          .hasStackTraceContaining(IntervalWindow.getCoder().getClass().getName());
    }
  }
}

package org.penstock.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OrderedListTest {
  private static final StateTag<OrderedListState<Integer>> LIST =
      StateTags.orderedList("list", VarIntCoder.of());

  private static OrderedListState<Integer> list(Probe.Operator operator) {
    return operator.state().state(StateNamespaces.global(), LIST);
  }

  private static void add(OrderedListState<Integer> list, long millis, int value) {
    list.add(TimestampedValue.of(value, Instant.ofEpochMilli(millis)));
  }

  private static List<Integer> values(Iterable<TimestampedValue<Integer>> elements) {
    List<Integer> values = new ArrayList<>();
    elements.forEach(element -> values.add(element.getValue()));
    return values;
  }

  private static List<Integer> range(OrderedListState<Integer> list, long min, long limit) {
    return values(list.readRange(Instant.ofEpochMilli(min), Instant.ofEpochMilli(limit)));
  }

  @ParameterizedTest
  @EnumSource
  void equalTimestampsAreKeptInTheOrderOfAdding(Backend backend) throws Exception {
    List<Integer> all = IntStream.range(0, 300).boxed().toList();
    try (Probe probe = Probe.on(backend)) {
      probe.at(
          "k",
          o -> {
            add(list(o), 6, 1000);
            all.subList(0, 150).forEach(i -> add(list(o), 5, i));
          });
      try (Probe restored = probe.restored()) {
        restored.at(
            "k",
            o -> {
              all.subList(150, 300).forEach(i -> add(list(o), 5, i));
              assertThat(range(list(o), 5, 6)).isEqualTo(all);
              assertThat(values(list(o).read())).hasSize(301).endsWith(1000);
            });
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void timestampsAreSortedAlsoBeforeTheEpoch(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at(
          "k",
          o -> {
            OrderedListState<Integer> list = list(o);
            for (int i : new int[] {300, -1, 0, -70_000, 255, 256, 1}) {
              add(list, i, i);
            }
            assertThat(values(list.read())).containsExactly(-70_000, -1, 0, 1, 255, 256, 300);
            assertThat(range(list, -1, 256)).containsExactly(-1, 0, 1, 255);
            assertThat(range(list, 301, 999)).isEmpty();
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void clearsARange(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at(
          "k",
          o -> {
            OrderedListState<Integer> list = list(o);
            for (int i = 0; i < 10; i++) {
              add(list, i / 2, i);
            }
            Iterable<TimestampedValue<Integer>> before = list.read();
            list.clearRange(Instant.ofEpochMilli(1), Instant.ofEpochMilli(3));
            add(list, 1, 42);
            assertThat(values(list.read())).containsExactly(0, 1, 42, 6, 7, 8, 9);
            assertThat(values(before)).hasSize(10);
            list.clear();
            assertThat(list.isEmpty().read()).isTrue();
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherKeysHaveOtherLists(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at("k", o -> add(list(o), 1, 1));
      probe.at("l", o -> assertThat(list(o).isEmpty().read()).isTrue());
      probe.at("l", o -> add(list(o), 1, 2));
      probe.at("k", o -> assertThat(values(list(o).read())).containsExactly(1));
    }
  }
}

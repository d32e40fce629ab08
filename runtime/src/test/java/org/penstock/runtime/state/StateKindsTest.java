package org.penstock.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.SetState;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Beam's own tests leave out. */
final class StateKindsTest {
  private static final StateNamespace GLOBAL = StateNamespaces.global();

  private static final StateTag<ValueState<String>> VALUE =
      StateTags.value("value", StringUtf8Coder.of());
  private static final StateTag<BagState<Void>> NULLS = StateTags.bag("nulls", VoidCoder.of());
  private static final StateTag<BagState<Integer>> BAG = StateTags.bag("bag", VarIntCoder.of());
  private static final StateTag<MapState<byte[], String>> MAP =
      StateTags.map("map", ByteArrayCoder.of(), NullableCoder.of(StringUtf8Coder.of()));
  private static final StateTag<CombiningState<Integer, int[], Integer>> SUM =
      StateTags.combiningValueFromInputInternal("sum", VarIntCoder.of(), Sum.ofIntegers());
  private static final StateTag<SetState<byte[]>> SET = StateTags.set("set", ByteArrayCoder.of());
  private static final StateTag<MultimapState<byte[], Integer>> MULTIMAP =
      StateTags.multimap("multimap", ByteArrayCoder.of(), VarIntCoder.of());

  private static StateNamespace window(long start) {
    return StateNamespaces.window(
        IntervalWindow.getCoder(),
        new IntervalWindow(Instant.ofEpochMilli(start), Duration.millis(10)));
  }

  private static StateNamespace trigger(int index) {
    return StateNamespaces.windowAndTrigger(
        IntervalWindow.getCoder(), new IntervalWindow(Instant.EPOCH, Duration.millis(10)), index);
  }

  @ParameterizedTest
  @EnumSource
  void keysAndNamespacesAreApartAlsoAfterARestore(Backend backend) throws Exception {
    List<StateNamespace> namespaces =
        List.of(GLOBAL, window(0), window(10), trigger(0), trigger(1));
    try (Probe probe = Probe.on(backend)) {
      for (String key : List.of("k", "l")) {
        for (StateNamespace namespace : namespaces) {
          probe.at(key, o -> o.state().state(namespace, VALUE).write(key + namespace));
        }
      }
      probe.at("k", o -> o.state().state(GLOBAL, VALUE).clear());

      try (Probe restored = probe.restored()) {
        restored.at("k", o -> assertThat(o.state().state(GLOBAL, VALUE).read()).isNull());
        for (StateNamespace namespace : namespaces) {
          restored.at(
              "l",
              o -> assertThat(o.state().state(namespace, VALUE).read()).isEqualTo("l" + namespace));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void stepsOfAnOperatorAreApart(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at(
          "k",
          o -> {
            o.state("a/").state(GLOBAL, VALUE).write("a");
            o.state("b/").state(GLOBAL, VALUE).write("b");
            StateTag<ValueState<String>> system = StateTags.makeSystemTagInternal(VALUE);
            o.state("a/").state(GLOBAL, system).write("system");
            assertThat(o.state("a/").state(GLOBAL, VALUE).read()).isEqualTo("a");
            assertThat(o.state("b/").state(GLOBAL, VALUE).read()).isEqualTo("b");
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBagKeepsNulls(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at("k", o -> o.state().state(GLOBAL, NULLS).add(null));

      try (Probe restored = probe.restored()) {
        restored.at(
            "k",
            o -> {
              BagState<Void> bag = o.state().state(GLOBAL, NULLS);
              assertThat(bag.read()).containsExactly((Void) null);
              assertThat(bag.isEmpty().read()).isFalse();
            });
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasReadOfABagStays(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at(
          "k",
          o -> {
            BagState<Integer> bag = o.state().state(GLOBAL, BAG);
            bag.add(1);
            bag.add(2);
            Iterable<Integer> read = bag.read();
            for (int i : read) {
              bag.add(i + 10);
            }
            assertThat(read).containsExactly(1, 2);
            bag.clear();
            bag.add(3);
            assertThat(read).containsExactly(1, 2);
            assertThat(bag.read()).containsExactly(3);
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAccumulatorIsRestored(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at("k", o -> o.state().state(GLOBAL, SUM).add(1));
      try (Probe restored = probe.restored()) {
        restored.at("k", o -> o.state().state(GLOBAL, SUM).add(2));
        restored.at("k", o -> assertThat(o.state().state(GLOBAL, SUM).read()).isEqualTo(3));
        restored.at("l", o -> assertThat(o.state().state(GLOBAL, SUM).isEmpty().read()).isTrue());
      }
      probe.at("k", o -> assertThat(o.state().state(GLOBAL, SUM).read()).isEqualTo(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysOfAMapAreTheSameWhenTheirEncodingsAre(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at(
          "k",
          o -> {
            MapState<byte[], String> map = o.state().state(GLOBAL, MAP);
            ReadableState<String> later = map.get(new byte[] {1});
            map.put(new byte[] {1}, "one");
            assertThat(later.read()).isEqualTo("one");
            assertThat(map.getOrDefault(new byte[] {2}, "none").read()).isEqualTo("none");
            assertThat(map.putIfAbsent(new byte[] {1}, "other").read()).isEqualTo("one");
            map.put(new byte[] {3}, null);
            assertThat(map.getOrDefault(new byte[] {3}, "none").read()).isNull();
            Iterable<String> values = map.values().read();
            assertThat(map.computeIfAbsent(new byte[] {3}, key -> "three").read()).isNull();
            assertThat(values).containsExactlyInAnyOrder("one", null);
            assertThat(map.get(new byte[] {3}).read()).isEqualTo("three");
            map.remove(new byte[] {3});
            assertThat(map.keys().read()).containsExactly(new byte[] {1});
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void elementsOfASetAreTheSameWhenTheirEncodingsAre(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at(
          "k",
          o -> {
            SetState<byte[]> set = o.state().state(GLOBAL, SET);
            assertThat(set.addIfAbsent(new byte[] {1}).read()).isTrue();
            assertThat(set.addIfAbsent(new byte[] {1}).read()).isFalse();
            assertThat(set.contains(new byte[] {1}).read()).isTrue();
            set.remove(new byte[] {1});
            assertThat(set.isEmpty().read()).isTrue();
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMultimapKeepsAllValuesOfAKeyInOrder(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at("k", o -> fill(o.state().state(GLOBAL, MULTIMAP)));

      try (Probe restored = probe.restored()) {
        restored.at("k", o -> check(o.state().state(GLOBAL, MULTIMAP)));
      }
    }
  }

  private static void fill(MultimapState<byte[], Integer> map) {
    for (int i = 0; i < 9; i++) {
      map.put(new byte[] {1}, i % 5);
    }
    map.put(new byte[] {2}, 7);
    map.put(new byte[] {3}, 8);
    map.remove(new byte[] {3});
  }

  private static void check(MultimapState<byte[], Integer> map) {
    assertThat(map.get(new byte[] {1}).read()).containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 3);
    assertThat(map.get(new byte[] {3}).read()).isEmpty();
    assertThat(map.containsKey(new byte[] {2}).read()).isTrue();
    assertThat(map.containsKey(new byte[] {3}).read()).isFalse();
    assertThat(map.keys().read())
        .usingElementComparator(Arrays::compare)
        .containsExactlyInAnyOrder(new byte[] {1}, new byte[] {2});
    Iterable<Map.Entry<byte[], Integer>> entries = map.entries().read();
    map.remove(new byte[] {1});
    assertThat(entries).hasSize(10);
    assertThat(map.entries().read())
        .singleElement()
        .satisfies(
            e -> assertThat(entry(e.getKey()[0], e.getValue())).isEqualTo(entry((byte) 2, 7)));
    map.clear();
    assertThat(map.isEmpty().read()).isTrue();
  }
}

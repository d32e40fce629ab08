package org.penstock.runtime.sideinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Materializations.MultimapView;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.sort.SortMemory;
import org.penstock.runtime.sort.SorterSettings;

/** Each of them with room on the heap for all, and for nothing. */
final class SideInputStoreTest {
  private static final KvCoder<String, Integer> PAIRS =
      KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of());
  private static final IntervalWindow EARLY = window(0);
  private static final IntervalWindow LATE = window(10);

  @TempDir Path folder;

  private static IntervalWindow window(long start) {
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(start + 10));
  }

  private SideInputStore store(long heapBytes) {
    SorterSettings tiny =
        new SorterSettings(8 << 10, 1 << 10, SortMemory.OFF_HEAP, List.of(folder), 2, 64, 100);
    return new SideInputStore(
        List.of(new WindowedValueCodec<>(PAIRS, IntervalWindow.getCoder())),
        new SideInputSpace(heapBytes, () -> tiny));
  }

  private static void add(
      SideInputStore store, String key, int value, PaneInfo pane, BoundedWindow... windows)
      throws IOException {
    store.add(
        0, WindowedValues.of(KV.of(key, value), Instant.ofEpochMilli(0), List.of(windows), pane));
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 0})
  void elementsAreReadByWindowAgainAndAgain(long heapBytes) throws IOException {
    try (SideInputStore store = store(heapBytes)) {
      add(store, "both", 1, PaneInfo.NO_FIRING, EARLY, LATE);
      add(store, "late", 2, PaneInfo.NO_FIRING, LATE);

      Iterable<Object> late = store.elements(0, LATE);

      assertThat(late).containsExactly(KV.of("both", 1), KV.of("late", 2));
      assertThat(late).containsExactly(KV.of("both", 1), KV.of("late", 2));
      assertThat(store.elements(0, EARLY)).containsExactly(KV.of("both", 1));
      assertThat(store.elements(0, window(20))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 0})
  void aLaterPaneReplacesThoseBefore(long heapBytes) throws IOException {
    PaneInfo second = PaneInfo.createPane(false, false, Timing.EARLY, 1, -1);
    PaneInfo third = PaneInfo.createPane(false, true, Timing.ON_TIME, 2, 0);
    try (SideInputStore store = store(heapBytes)) {
      add(store, "a", 1, second, EARLY);
      add(store, "b", 2, third, EARLY);
      add(store, "c", 3, second, EARLY);
      add(store, "d", 4, third, EARLY);

      assertThat(store.elements(0, EARLY)).containsExactly(KV.of("b", 2), KV.of("d", 4));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 0})
  void aWindowIsLookedUpByKey(long heapBytes) throws IOException {
    try (SideInputStore store = store(heapBytes)) {
      add(store, "a", 1, PaneInfo.NO_FIRING, EARLY);
      add(store, "b", 2, PaneInfo.NO_FIRING, EARLY);
      add(store, "a", 3, PaneInfo.NO_FIRING, EARLY);
      add(store, "a", 4, PaneInfo.NO_FIRING, LATE);

      MultimapView<String, Integer> multimap = store.multimap(0, EARLY, PAIRS);

      assertThat(multimap.get()).containsExactlyInAnyOrder("a", "b");
      assertThat(multimap.get("a")).containsExactly(1, 3);
      assertThat(multimap.get("b")).containsExactly(2);
      assertThat(multimap.get("c")).isEmpty();
      assertThat(store.multimap(0, EARLY, KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
          .as("made once")
          .isSameAs(multimap);
      assertThat(store.multimap(0, LATE, PAIRS).get("a")).containsExactly(4);
      assertThat(store.multimap(0, window(20), PAIRS).get()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 0})
  void whatIsTooLargeForTheHeapIsOnDiskUntilTheStoreIsClosed(long heapBytes) throws IOException {
    List<KV<String, Integer>> expected = new ArrayList<>();
    try (SideInputStore store = store(heapBytes)) {
      for (int i = 0; i < 5000; i++) {
        expected.add(KV.of("key " + i % 10, i));
        add(store, "key " + i % 10, i, PaneInfo.NO_FIRING, EARLY);
      }

      assertThat(store.elements(0, EARLY)).hasSize(5000).hasSameElementsAs(expected);
      assertThat(store.multimap(0, EARLY, PAIRS).get("key 3"))
          .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(i -> 10 * i + 3).toList());
      assertThat(files().isEmpty()).as("all on the heap").isEqualTo(heapBytes > 0);
    }
    assertThat(files()).isEmpty();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void anUnknownSideInputIsNamed(int index) {
    try (SideInputStore store = store(0)) {
      assertThatThrownBy(() -> store.elements(index, EARLY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no side input " + index)
          .hasMessageContaining("has 1");
    }
  }
}

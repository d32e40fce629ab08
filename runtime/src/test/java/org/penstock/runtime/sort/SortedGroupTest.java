package org.penstock.runtime.sort;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penstock.runtime.sort.Sorting.Item;

/**
 * Reading groups more than once, in part, and late. Small groups and large ones, with order and
 * without.
 */
class SortedGroupTest {

  private static final int KEYS = 5;

  private final Path directory;

  SortedGroupTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource({
    "2048, 0, 1",
    "2048, 0, 7",
    "2048, 100000, 7",
    "10000000, 0, 7",
    "1000000, 100000, 1"
  })
  void readsGroupsInAnyManner(int memory, int small, int orders) throws IOException {
    List<Item> items = items(orders);
    Map<String, List<Item>> expected =
        new TreeMap<>(Sorting.reference(items).stream().collect(Collectors.groupingBy(Item::key)));
    try (var sorter = new ExternalSorter(Sorting.settings(directory, memory, 3, 64, small))) {
      Sorting.addAll(sorter, items);
      SortedGroups groups = sorter.finish();
      List<SortedGroup> old = new ArrayList<>();
      for (List<Item> group : expected.values()) {
        old.add(checkGroup(requireNonNull(groups.next()), group));
      }
      assertThat(groups.next()).isNull();
      for (int i = KEYS - 1; i >= 0; i--) {
        assertThat(Sorting.read(old.get(i))).isEqualTo(List.copyOf(expected.values()).get(i));
      }
    }
  }

  private static SortedGroup checkGroup(SortedGroup group, List<Item> expected) throws IOException {
    GroupIterator abandoned = group.entries();
    for (int i = 0; i < expected.size() / 2; i++) {
      assertThat(abandoned.advance()).isTrue();
    }
    assertThat(Sorting.read(group)).isEqualTo(expected);
    GroupIterator ahead = group.entries();
    assertThat(ahead.advance()).isTrue();
    GroupIterator behind = group.entries();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Sorting.item(group, ahead)).isEqualTo(expected.get(i));
      assertThat(ahead.advance()).isEqualTo(i + 1 < expected.size());
      assertThat(behind.advance()).isTrue();
      assertThat(Sorting.item(group, behind)).isEqualTo(expected.get(i));
    }
    assertThat(behind.advance()).isFalse();
    assertThat(behind.advance()).isFalse();
    assertThat(abandoned.advance()).isTrue();
    assertThat(Sorting.item(group, abandoned)).isEqualTo(expected.get(expected.size() / 2));
    return group;
  }

  @Test
  void skipsGroupsThatNobodyReads() throws IOException {
    try (var sorter = new ExternalSorter(Sorting.settings(directory, 2048, 3, 64, 0))) {
      Sorting.addAll(sorter, items(7));
      SortedGroups groups = sorter.finish();
      for (int key = 0; key < KEYS; key++) {
        assertThat(requireNonNull(groups.next()).key()).isEqualTo(Sorting.bytes("key" + key));
      }
      assertThat(groups.next()).isNull();
    }
  }

  private static List<Item> items(int orders) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      items.add(new Item(i % KEYS, "key" + i % KEYS, i * 7919 % orders, "payload" + i));
    }
    return items;
  }
}

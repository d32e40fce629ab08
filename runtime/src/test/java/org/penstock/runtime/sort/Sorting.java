package org.penstock.runtime.sort;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the tests of the sorter share: records, a sort that is plainly right, and small settings.
 */
final class Sorting {

  private Sorting() {}

  record Item(int hash, String key, long order, String payload) {}

  /** Tiny in every respect: eight segments, two runs a merge, buffers shorter than records. */
  static SorterSettings tiny(Path directory) {
    return new SorterSettings(
        8 << 10, 1 << 10, SortMemory.OFF_HEAP, List.of(directory), 2, 64, 100);
  }

  static SorterSettings settings(Path directory, int memory, int fanIn, int buffer, int small) {
    return new SorterSettings(
        memory, 1 << 30, SortMemory.OFF_HEAP, List.of(directory), fanIn, buffer, small);
  }

  static void add(ExternalSorter sorter, Item item) throws IOException {
    byte[] key = bytes("<" + item.key + ">");
    byte[] payload = bytes("((" + item.payload + "))");
    sorter.add(item.hash, key, 1, key.length - 2, item.order, payload, 2, payload.length - 4);
  }

  static void addAll(ExternalSorter sorter, List<Item> items) throws IOException {
    for (Item item : items) {
      add(sorter, item);
    }
  }

  /** The JDK's sort is stable, so that it keeps the arrival. */
  static List<Item> reference(List<Item> items) {
    List<Item> sorted = new ArrayList<>(items);
    sorted.sort(
        Comparator.comparingInt(Item::hash)
            .thenComparing(item -> bytes(item.key), Arrays::compareUnsigned)
            .thenComparingLong(Item::order));
    return sorted;
  }

  static List<Item> drain(SortedGroups groups) throws IOException {
    List<Item> items = new ArrayList<>();
    for (SortedGroup group = groups.next(); group != null; group = groups.next()) {
      items.addAll(read(group));
    }
    return items;
  }

  static List<Item> read(SortedGroup group) throws IOException {
    List<Item> items = new ArrayList<>();
    GroupIterator entries = group.entries();
    while (entries.advance()) {
      items.add(item(group, entries));
    }
    return items;
  }

  static Item item(SortedGroup group, GroupIterator entries) {
    String payload = new String(entries.array(), entries.offset(), entries.length(), UTF_8);
    return new Item(group.keyHash(), new String(group.key(), UTF_8), entries.order(), payload);
  }

  static List<Path> files(Path directory) {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}

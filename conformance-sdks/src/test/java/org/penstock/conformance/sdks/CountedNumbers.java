package org.penstock.conformance.sdks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What {@code worker_death.py} has written. */
final class CountedNumbers {
  private static final int KEYS = 7;

  private final List<String[]> lines;

  private CountedNumbers(List<String[]> lines) {
    this.lines = lines;
  }

  /** What is there by now. */
  static CountedNumbers read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new CountedNumbers(List.of());
    }
    String text = Files.readString(file);
    // The last line may be on its way.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    return new CountedNumbers(whole.lines().map(line -> line.split(" ", -1)).toList());
  }

  /** The numbers that were counted, in the order in which that was written. */
  private LongStream numbers() {
    return elements().stream().mapToLong(line -> Long.parseLong(line[4]));
  }

  private List<String[]> elements() {
    return lines.stream().filter(line -> line[1].equals("element")).toList();
  }

  /** The largest number that was counted, -1 if there is none. */
  long largest() {
    return numbers().max().orElse(-1);
  }

  /** The processes that have counted. */
  Set<String> processes() {
    Set<String> processes = new HashSet<>();
    elements().forEach(line -> processes.add(line[0]));
    return processes;
  }

  /** The smallest number that other processes than these have counted. */
  long smallestBut(Set<String> processes) {
    return elements().stream()
        .filter(line -> !processes.contains(line[0]))
        .mapToLong(line -> Long.parseLong(line[4]))
        .min()
        .orElseThrow(() -> new AssertionError("No other process than " + processes));
  }

  /**
   * Fails unless all numbers below {@code end} were counted once each, whatever was written again.
   */
  void assertExact(long end) {
    Map<Integer, TreeMap<Long, Long>> byKey = new TreeMap<>();
    for (String[] line : elements()) {
      long count = Long.parseLong(line[3]);
      long number = Long.parseLong(line[4]);
      Long before =
          byKey
              .computeIfAbsent(Integer.valueOf(line[2]), key -> new TreeMap<>())
              .putIfAbsent(count, number);
      assertThat(before == null ? number : before)
          .as("the number that key %s counted as the %d.", line[2], count)
          .isEqualTo(number);
    }
    assertThat(byKey).hasSize(KEYS);
    byKey.forEach(
        (key, counted) -> {
          long[] numbers = LongStream.range(0, end).filter(one -> one % KEYS == key).toArray();
          assertThat(counted.keySet())
              .as("the counts of key %d", key)
              .containsExactlyElementsOf(
                  LongStream.rangeClosed(1, numbers.length).boxed().toList());
          assertThat(counted.values().stream().mapToLong(one -> one).sorted().toArray())
              .as("the numbers of key %d", key)
              .containsExactly(numbers);
          assertThat(totals(key))
              .as("the totals of key %d", key)
              .containsExactly(numbers.length + " " + LongStream.of(numbers).sum());
        });
  }

  /** What was written for a key at the end of time, each once. */
  private Set<String> totals(int key) {
    Set<String> totals = new HashSet<>();
    lines.stream()
        .filter(line -> line[1].equals("total") && line[2].equals(Integer.toString(key)))
        .forEach(line -> totals.add(line[3] + " " + line[4]));
    return totals;
  }
}

package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the trial wrote, and what it should have. */
final class TrialSink {
  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final int KEYS = 101;
  private static final int WINDOW_MILLIS = 20_000;

  private final Path folder;

  private TrialSink(Path folder) {
    this.folder = folder;
  }

  /** An empty one. */
  static TrialSink create() throws IOException {
    Path folder = Files.createTempDirectory(Installation.get().work(), "sink");
    for (String name : List.of("sink", "drafts", "checkpoints", "savepoints")) {
      Files.createDirectory(folder.resolve(name));
    }
    return new TrialSink(folder);
  }

  /** The option of the program. */
  String option() {
    return "--folder=" + folder;
  }

  /** A folder for checkpoints next to it. */
  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** A folder for savepoints next to it. */
  Path savepoints() {
    return folder.resolve("savepoints");
  }

  /** Fails unless each sum of the first numbers is there, and only once; also looks at the rest. */
  void check(long numbers) throws IOException {
    assertThat(folder.resolve("conflicts")).doesNotExist();
    Map<String, Long> expected = expected(numbers);
    Map<String, Long> actual = actual();
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    assertThat(actual).isEqualTo(expected);
    Set<String> finalized = new HashSet<>(Files.readAllLines(folder.resolve("finalized")));
    assertThat(finalized).isNotEmpty().isSubsetOf(expected.keySet());
  }

  private Map<String, Long> actual() throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("sink"))) {
      for (Path file : files.toList()) {
        String sum = Files.readString(file).split(" ", 2)[0];
        sums.put(file.getFileName().toString(), Long.valueOf(sum));
      }
    }
    return sums;
  }

  private static Map<String, Long> expected(long numbers) {
    Map<String, Long> sums = new TreeMap<>();
    for (long number = 0; number < numbers; number++) {
      long window = START + number - (START + number) % WINDOW_MILLIS;
      String name = window + "-" + number % KEYS;
      sums.merge("combined-" + name, number, Long::sum);
      sums.merge("tallied-" + name, number, Long::sum);
      sums.merge("total-0-" + number % KEYS, number, Long::sum);
    }
    return sums;
  }
}

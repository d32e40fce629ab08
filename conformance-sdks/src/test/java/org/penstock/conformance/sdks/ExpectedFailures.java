package org.penstock.conformance.sdks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tests that are known to fail: a line each, {@code suite/test-id reason}. Empty lines and
 * those that begin with {@code #} say nothing.
 *
 * @param file the file they come from, for messages
 * @param reasons by {@code suite/test-id}
 */
record ExpectedFailures(String file, Map<String, String> reasons) {

  ExpectedFailures {
    reasons = Map.copyOf(reasons);
  }

  static ExpectedFailures read(Path file) throws IOException {
    return parse(file.getFileName().toString(), Files.readAllLines(file));
  }

  /**
   * Reads lines.
   *
   * @throws IllegalArgumentException if a line has no reason, or a test is there twice
   */
  static ExpectedFailures parse(String file, List<String> lines) {
    Map<String, String> reasons = new HashMap<>();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] columns = line.strip().split("\\s+", 2);
      if (columns.length < 2) {
        throw new IllegalArgumentException(
            file + ": expected 'suite/test-id reason', found: " + line);
      }
      if (reasons.put(columns[0], columns[1]) != null) {
        throw new IllegalArgumentException(file + " names " + columns[0] + " twice.");
      }
    }
    return new ExpectedFailures(file, reasons);
  }

  /** Why a test fails, if it is known to. */
  Optional<String> reason(String suite, Outcome outcome) {
    return Optional.ofNullable(reasons.get(suite + "/" + outcome.id()));
  }
}

package org.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongestDelaysTest {
  @ParameterizedTest
  @ValueSource(ints = {3, 1000})
  void listsTheLongestDelaysOfEachDayAndAirport(int top, @TempDir Path folder) {
    LongestDelays.main(new String[] {"--output=" + folder.resolve("delays"), "--top=" + top});

    assertThat(ExampleFiles.outputLines(folder.resolve("delays")))
        .contains("2013-02-08 JFK 1. B641 to MCO, 133 minutes late")
        .hasSizeGreaterThanOrEqualTo(21)
        .containsExactlyInAnyOrderElementsOf(longest(top));
  }

  @Test
  void refusesAnEmptyList(@TempDir Path folder) {
    assertThatThrownBy(
            () ->
                LongestDelays.main(
                    new String[] {"--output=" + folder.resolve("delays"), "--top=0"}))
        .hasMessageContaining("--top is 0");
  }

  /** The expected lines, counted without Beam. */
  private static List<String> longest(int top) {
    Map<String, List<ExampleFiles.Row>> groups = new TreeMap<>();
    for (ExampleFiles.Row row : ExampleFiles.inputRows("flights.csv")) {
      if (!row.get("dep_delay").equals("NA")) {
        String day =
            Instant.parse(row.get("time_hour"))
                .atZone(ZoneId.of("America/New_York"))
                .toLocalDate()
                .toString();
        groups.computeIfAbsent(day + " " + row.get("origin"), k -> new ArrayList<>()).add(row);
      }
    }
    Comparator<ExampleFiles.Row> order =
        Comparator.comparing((ExampleFiles.Row row) -> -Integer.parseInt(row.get("dep_delay")))
            .thenComparing(row -> row.get("time_hour"))
            .thenComparing(row -> Integer.valueOf(row.get("minute")))
            .thenComparing(row -> row.get("carrier") + row.get("flight"));
    List<String> lines = new ArrayList<>();
    groups.forEach(
        (dayAndOrigin, rows) -> {
          rows.sort(order);
          for (int i = 0; i < Math.min(top, rows.size()); i++) {
            ExampleFiles.Row row = rows.get(i);
            lines.add(
                "%s %d. %s%s to %s, %s minutes late"
                    .formatted(
                        dayAndOrigin,
                        i + 1,
                        row.get("carrier"),
                        row.get("flight"),
                        row.get("dest"),
                        row.get("dep_delay")));
          }
        });
    return lines;
  }
}

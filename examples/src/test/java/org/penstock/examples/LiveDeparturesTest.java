package org.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveDeparturesTest {
  private static final int ROWS = 500;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("America/New_York"));
  private static final Pattern LINE =
      Pattern.compile("(?<hour>.*): (?<count>\\d+), (?<timing>.*), pane (?<pane>\\d+)");

  /** One number for an airport and an hour. */
  private record Pane(long count, String timing, int pane) {}

  @ParameterizedTest
  @EnumSource
  void theLastNumberCountsEveryDepartureOfTheHour(Runner runner, @TempDir Path folder) {
    LiveDepartures.main(
        runner.arguments(
            "--output=" + folder.resolve("numbers"),
            "--flights=" + ExampleFiles.head("flights.csv", ROWS, folder),
            "--perSecond=100",
            "--earlyMillis=50"));

    Map<String, List<Pane>> numbers = numbers(folder.resolve("numbers"));
    Map<String, Long> last = new TreeMap<>();
    numbers.forEach((hour, all) -> last.put(hour, all.get(all.size() - 1).count()));
    assertThat(last).isEqualTo(expected());
    numbers.forEach(LiveDeparturesTest::checkPanes);
    assertThat(numbers.values().stream().flatMap(List::stream))
        .extracting(Pane::timing)
        .contains("early", "on time", "late");
  }

  /** Whatever a runner fires when: a pane comes once, in order, and holds those before it. */
  private static void checkPanes(String hour, List<Pane> panes) {
    List<String> order = List.of("early", "on time", "late");
    int timing = 0;
    for (int i = 0; i < panes.size(); i++) {
      Pane pane = panes.get(i);
      assertThat(pane.pane()).as("panes of %s: %s", hour, panes).isEqualTo(i);
      assertThat(order.indexOf(pane.timing()))
          .as("panes of %s: %s", hour, panes)
          .isGreaterThanOrEqualTo(timing);
      timing = order.indexOf(pane.timing());
      if (i > 0) {
        assertThat(pane.count())
            .as("panes of %s: %s", hour, panes)
            .isGreaterThanOrEqualTo(panes.get(i - 1).count());
      }
    }
    assertThat(panes)
        .as(hour)
        .extracting(Pane::timing)
        .satisfies(
            timings ->
                assertThat(timings.stream().filter("on time"::equals).count())
                    .isLessThanOrEqualTo(1));
  }

  private static Map<String, List<Pane>> numbers(Path prefix) {
    Map<String, List<Pane>> numbers = new TreeMap<>();
    for (String line : ExampleFiles.streamedLines(prefix)) {
      Matcher fields = LINE.matcher(line);
      assertThat(fields.matches()).as(line).isTrue();
      numbers
          .computeIfAbsent(fields.group("hour"), hour -> new ArrayList<>())
          .add(
              new Pane(
                  Long.parseLong(fields.group("count")),
                  fields.group("timing"),
                  Integer.parseInt(fields.group("pane"))));
    }
    numbers.values().forEach(panes -> panes.sort(Comparator.comparing(Pane::pane)));
    return numbers;
  }

  /** Counted without Beam. */
  private static Map<String, Long> expected() {
    Map<String, Long> counts = new TreeMap<>();
    for (ExampleFiles.Row row : ExampleFiles.inputRows("flights.csv").subList(0, ROWS)) {
      if (!row.get("dep_delay").equals("NA")) {
        Instant scheduled =
            Instant.parse(row.get("time_hour"))
                .plus(Duration.ofMinutes(Long.parseLong(row.get("minute"))));
        String hour = MINUTE.format(scheduled.truncatedTo(ChronoUnit.HOURS));
        counts.merge(row.get("origin") + " " + hour, 1L, Long::sum);
      }
    }
    return counts;
  }
}

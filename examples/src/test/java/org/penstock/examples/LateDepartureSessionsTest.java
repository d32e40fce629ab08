package org.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateDepartureSessionsTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(NEW_YORK);

  @Test
  void findsTheSessionsOfTheWeekWithTheDaysWeather(@TempDir Path folder) {
    LateDepartureSessions.main(new String[] {"--output=" + folder.resolve("sessions")});

    assertThat(ExampleFiles.outputLines(folder.resolve("sessions")))
        .hasSize(203)
        .contains(
            "EWR 2013-02-04 14:39 to 2013-02-04 22:00: 76 late departures, 4783 minutes lost,"
                + " 191 at most, 0.00 in of precipitation")
        .containsExactlyInAnyOrderElementsOf(sessions(15, Duration.ofMinutes(30)));
  }

  @Test
  void theOptionsDecideWhatASessionIs(@TempDir Path folder) {
    LateDepartureSessions.main(
        new String[] {
          "--output=" + folder.resolve("sessions"), "--lateMinutes=60", "--gapMinutes=120"
        });

    assertThat(ExampleFiles.outputLines(folder.resolve("sessions")))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(sessions(60, Duration.ofHours(2)));
  }

  @Test
  void aDayWithoutWeatherIsUnknown(@TempDir Path folder) throws IOException {
    Path weather = folder.resolve("weather.csv");
    Files.writeString(
        weather,
        """
        time_hour,origin,temp,wind_speed,precip,visib
        2013-02-08T05:00:00Z,JFK,30,10,0.07,1
        2013-02-09T04:00:00Z,JFK,30,10,0.5,1
        2013-02-09T05:00:00Z,JFK,30,10,1,1
        """);

    LateDepartureSessions.main(
        new String[] {"--output=" + folder.resolve("sessions"), "--weather=" + weather});

    List<String> lines = ExampleFiles.outputLines(folder.resolve("sessions"));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("JFK 2013-02-08"))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(", 0.57 in of precipitation"));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("EWR 2013-02-08"))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(", weather unknown"));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("JFK 2013-02-05 1"))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(", weather unknown"));
  }

  private record Late(Instant departed, int minutes) {}

  /** The expected lines, counted without Beam. */
  private static List<String> sessions(int lateMinutes, Duration gap) {
    Map<String, List<Late>> byOrigin = new HashMap<>();
    for (ExampleFiles.Row row : ExampleFiles.inputRows("flights.csv")) {
      String delay = row.get("dep_delay");
      if (!delay.equals("NA") && Integer.parseInt(delay) >= lateMinutes) {
        Duration sinceHour =
            Duration.ofMinutes(Integer.parseInt(row.get("minute")) + Integer.parseInt(delay));
        byOrigin
            .computeIfAbsent(row.get("origin"), origin -> new ArrayList<>())
            .add(
                new Late(
                    Instant.parse(row.get("time_hour")).plus(sinceHour), Integer.parseInt(delay)));
      }
    }
    Map<String, BigDecimal> precipitation = precipitation();
    List<String> lines = new ArrayList<>();
    byOrigin.forEach(
        (origin, late) -> {
          late.sort(Comparator.comparing(Late::departed));
          int start = 0;
          for (int i = 1; i <= late.size(); i++) {
            if (i == late.size()
                || Duration.between(late.get(i - 1).departed(), late.get(i).departed())
                        .compareTo(gap)
                    >= 0) {
              lines.add(line(origin, late.subList(start, i), gap, precipitation));
              start = i;
            }
          }
        });
    return lines;
  }

  private static String line(
      String origin, List<Late> session, Duration gap, Map<String, BigDecimal> precipitation) {
    Instant last = session.get(session.size() - 1).departed();
    BigDecimal inches = precipitation.get(origin + day(last.plus(gap).minusMillis(1)));
    return "%s %s to %s: %d late departures, %d minutes lost, %d at most, %s"
        .formatted(
            origin,
            MINUTE.format(session.get(0).departed()),
            MINUTE.format(last),
            session.size(),
            session.stream().mapToInt(Late::minutes).sum(),
            session.stream().mapToInt(Late::minutes).max().orElseThrow(),
            inches == null ? "weather unknown" : inches.setScale(2) + " in of precipitation");
  }

  private static Map<String, BigDecimal> precipitation() {
    Map<String, BigDecimal> sums = new HashMap<>();
    for (ExampleFiles.Row row : ExampleFiles.inputRows("weather.csv")) {
      String key = row.get("origin") + day(Instant.parse(row.get("time_hour")));
      sums.merge(key, new BigDecimal(row.get("precip")), BigDecimal::add);
    }
    return sums;
  }

  private static String day(Instant instant) {
    return instant.atZone(NEW_YORK).toLocalDate().toString();
  }
}

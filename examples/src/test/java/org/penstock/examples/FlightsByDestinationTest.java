package org.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightsByDestinationTest {
  @Test
  void joinsTheShippedFlightsAndAirports(@TempDir Path folder) {
    Map<String, long[]> totals = new TreeMap<>();
    for (ExampleFiles.Row row : ExampleFiles.inputRows("flights.csv")) {
      long[] total = totals.computeIfAbsent(row.get("dest"), destination -> new long[3]);
      total[0]++;
      if (!row.get("arr_delay").equals("NA")) {
        total[1]++;
        total[2] += Long.parseLong(row.get("arr_delay"));
      }
    }

    FlightsByDestination.main(new String[] {"--output=" + folder.resolve("destinations")});

    List<String> lines = ExampleFiles.outputLines(folder.resolve("destinations"));
    assertThat(lines)
        .hasSize(92)
        .contains(
            "LAX Los Angeles International (Los Angeles, CA): 257 flights, 219 arrived,"
                + " -1.1 minutes late on average",
            "HDN Yampa Valley (Hayden, CO): 1 flights, none arrived");
    // The name stands between the code and the numbers.
    assertThat(lines.stream().map(line -> line.replaceFirst(" .*\\([^)]*\\):", ":")).toList())
        .containsExactlyInAnyOrderElementsOf(
            totals.entrySet().stream().map(e -> e.getKey() + statistics(e.getValue())).toList());
  }

  @Test
  void keepsUnknownDestinationsAndCountsUnusedAirports(@TempDir Path folder) throws IOException {
    Path flights = folder.resolve("flights.csv");
    Files.writeString(
        flights,
        """
        time_hour,minute,carrier,flight,tailnum,origin,dest,dep_delay,arr_delay,distance
        2013-02-04T10:00:00Z,0,US,1,N1,EWR,BTR,-7,-7,529
        2013-02-04T10:00:00Z,5,US,2,N2,EWR,BTR,4,10,529
        2013-02-04T10:00:00Z,9,US,3,N3,EWR,QQQ,NA,NA,529
        """);
    Path airports = folder.resolve("airports.csv");
    Files.writeString(
        airports,
        """
        iata,name,city,state,country
        BTR,"Baton Rouge Metropolitan, ""Ryan""\",Baton Rouge,LA,USA
        LAX,Los Angeles International,Los Angeles,CA,USA
        SEA,Seattle-Tacoma Intl,Seattle,WA,USA
        """);
    FlightsByDestination.Options options =
        PipelineOptionsFactory.fromArgs(
                "--flights=" + flights,
                "--airports=" + airports,
                "--output=" + folder.resolve("destinations"))
            .as(FlightsByDestination.Options.class);
    Pipeline pipeline = Pipeline.create(options);
    FlightsByDestination.build(pipeline, options);

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(ExampleFiles.outputLines(folder.resolve("destinations")))
        .containsExactly(
            "BTR Baton Rouge Metropolitan, \"Ryan\" (Baton Rouge, LA): 2 flights, 2 arrived,"
                + " 1.5 minutes late on average",
            "QQQ (unknown airport): 1 flights, none arrived");
    assertThat(result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters())
        .filteredOn(counter -> counter.getName().getName().equals("airportsWithoutFlights"))
        .singleElement()
        .satisfies(counter -> assertThat(counter.getCommitted()).isEqualTo(2L));
  }

  private static String statistics(long[] total) {
    return total[1] == 0
        ? ": %d flights, none arrived".formatted(total[0])
        : String.format(
            Locale.ROOT,
            ": %d flights, %d arrived, %.1f minutes late on average",
            total[0],
            total[1],
            (double) total[2] / total[1]);
  }
}

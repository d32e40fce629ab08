package org.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirstReportsTest {
  private static final int ROWS = 500;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("America/New_York"));

  @ParameterizedTest
  @EnumSource
  void eachDeparturePassesOnce(Runner runner, @TempDir Path folder) {
    List<String> departures = departures();
    FirstReports.Options options =
        PipelineOptionsFactory.fromArgs(
                runner.arguments(
                    "--output=" + folder.resolve("first"),
                    "--flights=" + ExampleFiles.head("flights.csv", ROWS, folder),
                    "--perSecond=200"))
            .as(FirstReports.Options.class);
    Pipeline pipeline = Pipeline.create(options);
    FirstReports.build(pipeline, options);

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(ExampleFiles.streamedLines(folder.resolve("first")))
        .containsExactlyElementsOf(departures);
    assertThat(counter(result, "repeats")).isEqualTo((departures.size() + 2L) / 3);
    assertThat(counter(result, "forgotten")).isEqualTo(departures.size());
  }

  private static long counter(PipelineResult result, String name) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(FirstReports.First.class, name))
            .build();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }

  private static List<String> departures() {
    return ExampleFiles.inputRows("flights.csv").subList(0, ROWS).stream()
        .filter(row -> !row.get("dep_delay").equals("NA"))
        .map(FirstReportsTest::line)
        .sorted()
        .toList();
  }

  private static String line(ExampleFiles.Row row) {
    long minutes = Long.parseLong(row.get("minute")) + Long.parseLong(row.get("dep_delay"));
    Instant departed = Instant.parse(row.get("time_hour")).plus(Duration.ofMinutes(minutes));
    return "%s %s%s %s to %s"
        .formatted(
            MINUTE.format(departed),
            row.get("carrier"),
            row.get("flight"),
            row.get("origin"),
            row.get("dest"));
  }
}

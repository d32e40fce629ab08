package org.penstock.launcher;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.GaugeResult;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.penstock.core.JobSummary;

/** What is printed at the end of a job. */
final class SummaryText {
  private SummaryText() {}

  /** The state, the time and the metrics, by step and name. */
  static String of(JobSummary job) {
    StringBuilder text = new StringBuilder();
    text.append("Job ").append(job.name()).append(": ").append(job.state());
    text.append(" after ").append(Text.duration(job.duration())).append('.');
    List<Line> lines = lines(job.metrics().allMetrics());
    int steps = lines.stream().mapToInt(line -> line.step().length()).max().orElse(0);
    int names = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    for (Line line : lines) {
      text.append(
          String.format(
              "%n  %-" + Math.max(1, steps) + "s  %-" + Math.max(1, names) + "s  %s",
              line.step(),
              line.name(),
              line.value()));
    }
    return text.toString();
  }

  private record Line(String step, String name, String value) {}

  private static List<Line> lines(MetricQueryResults metrics) {
    Stream<Line> counters = lines(metrics.getCounters());
    Stream<Line> distributions = lines(metrics.getDistributions());
    Stream<Line> gauges = lines(metrics.getGauges());
    return Stream.of(counters, distributions, gauges)
        .flatMap(all -> all)
        .sorted(Comparator.comparing(Line::step).thenComparing(Line::name))
        .toList();
  }

  private static Stream<Line> lines(Iterable<? extends MetricResult<?>> results) {
    return StreamSupport.stream(results.spliterator(), false)
        .map(
            result ->
                new Line(
                    result.getKey().stepName() == null ? "" : result.getKey().stepName(),
                    result.getName().getName(),
                    value(result.getAttempted())));
  }

  private static String value(Object value) {
    return value instanceof DistributionResult found
        ? String.format(
            "count %d, sum %d, min %d, max %d",
            found.getCount(), found.getSum(), found.getMin(), found.getMax())
        : String.valueOf(value instanceof GaugeResult gauge ? gauge.getValue() : value);
  }
}

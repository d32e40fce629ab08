package org.penstock.core;

import java.time.Duration;
import java.util.Objects;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;

/**
 * The end of a job.
 *
 * @param name the job's name
 * @param state how it ended
 * @param duration from its submission to its end
 * @param metrics its Beam metrics; those of a job that failed are what Flink still knew
 */
public record JobSummary(
    String name, PipelineResult.State state, Duration duration, MetricResults metrics) {
  /** Checks that nothing is null. */
  public JobSummary {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(duration, "duration");
    Objects.requireNonNull(metrics, "metrics");
  }
}

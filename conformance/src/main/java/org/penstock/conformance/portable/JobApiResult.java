package org.penstock.conformance.portable;

import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.joda.time.Duration;

/** A job that has ended, and did not fail. */
final class JobApiResult implements PipelineResult {
  private final JobApiClient client;
  private final String job;
  private final State state;

  JobApiResult(JobApiClient client, String job, State state) {
    this.client = client;
    this.job = job;
    this.state = state;
  }

  @Override
  public State getState() {
    return state;
  }

  @Override
  public State cancel() {
    client.cancel(job);
    return state;
  }

  @Override
  public State waitUntilFinish(Duration duration) {
    return state;
  }

  @Override
  public State waitUntilFinish() {
    return state;
  }

  @Override
  public MetricResults metrics() {
    JobApi.MetricResults results = client.metrics(job);
    return ReportedMetrics.of(results.getAttemptedList(), results.getCommittedList());
  }
}

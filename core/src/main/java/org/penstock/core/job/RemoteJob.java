package org.penstock.core.job;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;

/** A job on a cluster that was there before and stays. */
record RemoteJob(JobClient client, Optional<URI> restAddress, Optional<String> savepointDirectory)
    implements FlinkJob {
  @Override
  public JobID id() {
    return client.getJobID();
  }

  @Override
  public CompletableFuture<JobStatus> status() {
    return client.getJobStatus();
  }

  @Override
  public CompletableFuture<Void> cancel() {
    return client.cancel();
  }

  @Override
  public CompletableFuture<String> savepoint(String directory) {
    return client.triggerSavepoint(directory, SavepointFormatType.CANONICAL);
  }

  @Override
  public CompletableFuture<String> stop(String directory, boolean drain) {
    return client.stopWithSavepoint(drain, directory, SavepointFormatType.CANONICAL);
  }

  @Override
  public CompletableFuture<Map<String, Object>> accumulators() {
    return client.getAccumulators();
  }

  @Override
  public CompletableFuture<JobExecutionResult> result() {
    return client.getJobExecutionResult();
  }
}

package org.penstock.core.job;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.FlinkRuntimeException;

/** A job on a cluster that was there before and stays. */
record RemoteJob(JobClient client, Optional<URI> restAddress, SavepointSettings savepoints)
    implements FlinkJob {
  @Override
  public JobID id() {
    return client.getJobID();
  }

  @Override
  public Optional<String> savepointDirectory() {
    return savepoints.directory();
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
    return client.triggerSavepoint(directory, savepoints.format());
  }

  @Override
  public CompletableFuture<String> stop(String directory, boolean drain) {
    return client.stopWithSavepoint(drain, directory, savepoints.format());
  }

  @Override
  public CompletableFuture<Map<String, Object>> accumulators() {
    return client.getAccumulators();
  }

  @Override
  public CompletableFuture<JobExecutionResult> result() {
    try {
      return client.getJobExecutionResult();
    } catch (FlinkRuntimeException e) {
      // A program that was uploaded to the cluster cannot wait there for its own job.
      return CompletableFuture.failedFuture(e);
    }
  }
}

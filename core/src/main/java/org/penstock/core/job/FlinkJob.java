package org.penstock.core.job;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;

/** A job that Flink has accepted, wherever it runs. */
public interface FlinkJob {
  /** Flink's id of the job. */
  JobID id();

  /** Where Flink's REST API answers, if it is known. */
  Optional<URI> restAddress();

  /** The state of the job now. */
  CompletableFuture<JobStatus> status();

  /** Asks Flink to cancel the job; done when Flink has taken the request. */
  CompletableFuture<Void> cancel();

  /** The accumulators as Flink knows them now; after the end of a job those of its end. */
  CompletableFuture<Map<String, Object>> accumulators();

  /**
   * The result of the job; fails if the job does. Done only when all is freed that ran for this job
   * alone.
   */
  CompletableFuture<JobExecutionResult> result();
}

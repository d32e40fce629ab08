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

  /** The directory for savepoints that the job was submitted with, if there was one. */
  Optional<String> savepointDirectory();

  /** The state of the job now. */
  CompletableFuture<JobStatus> status();

  /** Asks Flink to cancel the job; done when Flink has taken the request. */
  CompletableFuture<Void> cancel();

  /**
   * Takes a savepoint of the running job; done when it is complete.
   *
   * @param directory an absolute path or URI, in which Flink makes a folder
   * @return where the savepoint is
   */
  CompletableFuture<String> savepoint(String directory);

  /**
   * Takes a savepoint and ends the job with it; done when the savepoint is complete and the job's
   * tasks have ended.
   *
   * @param directory an absolute path or URI, in which Flink makes a folder
   * @param drain whether time goes to its end first, so that all windows and timers fire
   * @return where the savepoint is
   */
  CompletableFuture<String> stop(String directory, boolean drain);

  /** The accumulators as Flink knows them now; after the end of a job those of its end. */
  CompletableFuture<Map<String, Object>> accumulators();

  /**
   * The result of the job; fails if the job does. Done only when all is freed that ran for this job
   * alone.
   */
  CompletableFuture<JobExecutionResult> result();
}

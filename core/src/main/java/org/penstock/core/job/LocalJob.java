package org.penstock.core.job;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.accumulators.AccumulatorHelper;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job on a cluster in this JVM, which goes when the job ends. */
final class LocalJob implements FlinkJob {
  private static final Logger LOG = LoggerFactory.getLogger(LocalJob.class);

  private final JobID id;
  private final MiniCluster cluster;
  private final URI restAddress;
  private final ClassLoader loader;
  private final CompletableFuture<Map<String, Object>> lastAccumulators;
  private final CompletableFuture<JobExecutionResult> result;
  private final SavepointSettings savepoints;
  // The answer that is on its way when the job ends, and with it the cluster.
  private CompletableFuture<String> stopping = CompletableFuture.completedFuture("");
  private final Object stopLock = new Object();

  /** Follows a job that {@code cluster} has accepted; closes the cluster after it. */
  LocalJob(
      JobID id,
      MiniCluster cluster,
      URI restAddress,
      SavepointSettings savepoints,
      ClassLoader loader) {
    this.id = id;
    this.cluster = cluster;
    this.restAddress = restAddress;
    this.savepoints = savepoints;
    this.loader = loader;
    CompletableFuture<JobResult> ended = cluster.requestJobResult(id);
    // A failed job's result has no accumulators, so they are asked for before the cluster goes.
    this.lastAccumulators = ended.handle((r, e) -> id).thenCompose(ignored -> liveAccumulators());
    this.result =
        lastAccumulators
            .handle((accumulators, e) -> id)
            .thenCompose(ignored -> stopped())
            .thenCompose(ignored -> close())
            .thenCombine(ended, (ignored, jobResult) -> execution(jobResult));
  }

  private CompletableFuture<JobID> stopped() {
    synchronized (stopLock) {
      // Long enough for an answer within this JVM; one that is lost must not hold the result.
      return stopping.handle((path, e) -> id).completeOnTimeout(id, 10, TimeUnit.SECONDS);
    }
  }

  private CompletableFuture<Void> close() {
    return cluster
        .closeAsync()
        .exceptionally(
            e -> {
              LOG.warn("The local Flink cluster of the job {} did not close cleanly", id, e);
              return null;
            });
  }

  private JobExecutionResult execution(JobResult jobResult) {
    try {
      return jobResult.toJobExecutionResult(loader);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private CompletableFuture<Map<String, Object>> liveAccumulators() {
    return cluster
        .getExecutionGraph(id)
        .thenApply(AccessExecutionGraph::getAccumulatorsSerialized)
        .thenApply(
            serialized -> {
              try {
                return AccumulatorHelper.deserializeAndUnwrapAccumulators(serialized, loader);
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            });
  }

  @Override
  public JobID id() {
    return id;
  }

  @Override
  public Optional<URI> restAddress() {
    return Optional.of(restAddress);
  }

  @Override
  public Optional<String> savepointDirectory() {
    return savepoints.directory();
  }

  @Override
  public CompletableFuture<JobStatus> status() {
    return cluster.getJobStatus(id);
  }

  @Override
  public CompletableFuture<Void> cancel() {
    return cluster.cancelJob(id).thenAccept(acknowledged -> {});
  }

  @Override
  public CompletableFuture<String> savepoint(String directory) {
    return cluster.triggerSavepoint(id, directory, false, savepoints.format());
  }

  @Override
  public CompletableFuture<String> stop(String directory, boolean drain) {
    synchronized (stopLock) {
      CompletableFuture<String> path =
          cluster.stopWithSavepoint(id, directory, drain, savepoints.format());
      stopping = path;
      return path;
    }
  }

  @Override
  public CompletableFuture<Map<String, Object>> accumulators() {
    return lastAccumulators.isDone() ? lastAccumulators : liveAccumulators();
  }

  @Override
  public CompletableFuture<JobExecutionResult> result() {
    return result;
  }
}

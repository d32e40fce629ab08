package org.penstock.conformance.portable;

import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import org.apache.beam.model.jobmanagement.v1.ArtifactStagingServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc.JobServiceBlockingStub;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.fnexecution.artifact.ArtifactRetrievalService;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.PipelineOptionsTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;

/** Submits pipelines to a job server and follows the jobs. */
final class JobApiClient {
  private static final int MOST_BYTES = 256 << 20;

  private final JobServiceBlockingStub jobs;

  /**
   * @param port where the Job API is, on this machine
   */
  JobApiClient(int port) {
    jobs = JobServiceGrpc.newBlockingStub(channel("localhost:" + port));
  }

  private static ManagedChannel channel(String target) {
    return ManagedChannelBuilder.forTarget(target)
        .usePlaintext()
        .maxInboundMessageSize(MOST_BYTES)
        .build();
  }

  /**
   * Runs a pipeline to its end.
   *
   * @return the result of a job that is done or was cancelled
   * @throws AssertionError if an assertion in user code failed
   * @throws RuntimeException if the job failed otherwise
   * @throws IOException if the artifacts could not be staged
   */
  PipelineResult run(RunnerApi.Pipeline pipeline, PipelineOptions options) throws IOException {
    JobApi.PrepareJobResponse prepared =
        jobs.prepare(
            JobApi.PrepareJobRequest.newBuilder()
                .setJobName(options.getJobName())
                .setPipeline(pipeline)
                .setPipelineOptions(PipelineOptionsTranslation.toProto(options))
                .build());
    stage(prepared);
    String job =
        jobs.run(
                JobApi.RunJobRequest.newBuilder()
                    .setPreparationId(prepared.getPreparationId())
                    .setRetrievalToken(prepared.getStagingSessionToken())
                    .build())
            .getJobId();
    return end(job);
  }

  private static void stage(JobApi.PrepareJobResponse prepared) throws IOException {
    ManagedChannel channel = channel(prepared.getArtifactStagingEndpoint().getUrl());
    try {
      ArtifactStagingService.offer(
          new ArtifactRetrievalService(),
          ArtifactStagingServiceGrpc.newStub(channel),
          prepared.getStagingSessionToken());
    } catch (ExecutionException e) {
      throw new IOException("The artifacts of the pipeline could not be staged", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while staging", e);
    } finally {
      channel.shutdownNow();
    }
  }

  private PipelineResult end(String job) {
    StringBuilder errors = new StringBuilder();
    JobState.Enum last = JobState.Enum.UNSPECIFIED;
    try {
      Iterator<JobApi.JobMessagesResponse> stream =
          jobs.getMessageStream(JobApi.JobMessagesRequest.newBuilder().setJobId(job).build());
      while (stream.hasNext()) {
        JobApi.JobMessagesResponse next = stream.next();
        if (next.hasStateResponse()) {
          last = next.getStateResponse().getState();
        }
        JobApi.JobMessage message = next.getMessageResponse();
        if (message.getImportance() == MessageImportance.JOB_MESSAGE_ERROR) {
          errors.append(message.getMessageText()).append('\n');
        }
      }
    } catch (StatusRuntimeException e) {
      // A blocking call ends so when its thread is interrupted.
      if (e.getStatus().getCode() == Status.Code.CANCELLED) {
        cancel(job);
      }
      throw e;
    }
    if (last == JobState.Enum.FAILED) {
      throw ReportedFailure.of(errors.toString()).toThrow();
    }
    return new JobApiResult(this, job, PipelineResult.State.valueOf(last.name()));
  }

  /** Asks the job to end. */
  JobState.Enum cancel(String job) {
    return jobs.cancel(JobApi.CancelJobRequest.newBuilder().setJobId(job).build()).getState();
  }

  /** What the job has counted. */
  JobApi.MetricResults metrics(String job) {
    return jobs.getJobMetrics(JobApi.GetJobMetricsRequest.newBuilder().setJobId(job).build())
        .getMetrics();
  }
}

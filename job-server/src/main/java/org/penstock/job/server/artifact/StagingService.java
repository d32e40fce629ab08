package org.penstock.job.server.artifact;

import java.util.Optional;
import java.util.function.Function;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactRequestWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactResponseWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactStagingServiceGrpc;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/** Fetches the artifacts of jobs from their clients. */
public final class StagingService
    extends ArtifactStagingServiceGrpc.ArtifactStagingServiceImplBase {
  private final Function<String, Optional<JobArtifacts>> byToken;
  private final long maxBytesPerJob;

  /**
   * A staging service.
   *
   * @param byToken finds the artifacts that a staging token stands for
   * @param maxBytesPerJob how much may be staged for a job
   */
  public StagingService(Function<String, Optional<JobArtifacts>> byToken, long maxBytesPerJob) {
    this.byToken = byToken;
    this.maxBytesPerJob = maxBytesPerJob;
  }

  @Override
  public StreamObserver<ArtifactResponseWrapper> reverseArtifactRetrievalService(
      StreamObserver<ArtifactRequestWrapper> client) {
    return new StagingSession(byToken, maxBytesPerJob, client);
  }
}

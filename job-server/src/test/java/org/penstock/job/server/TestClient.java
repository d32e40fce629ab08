package org.penstock.job.server;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.jobmanagement.v1.ArtifactRetrievalServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.ArtifactStagingServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder;

/** A client over real ports, with Beam's own stubs. */
final class TestClient implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  final ManagedChannel jobChannel;
  final ManagedChannel artifactChannel;

  TestClient(JobServer server) {
    jobChannel = channel(server.jobPort());
    artifactChannel = channel(server.artifactPort());
  }

  static ManagedChannel channel(int port) {
    return ManagedChannelBuilder.forAddress("localhost", port)
        .usePlaintext()
        .maxInboundMessageSize(64 << 20)
        .build();
  }

  JobServiceGrpc.JobServiceBlockingStub jobs() {
    return JobServiceGrpc.newBlockingStub(jobChannel)
        .withDeadlineAfter(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  ArtifactStagingServiceGrpc.ArtifactStagingServiceStub staging() {
    return ArtifactStagingServiceGrpc.newStub(artifactChannel);
  }

  ArtifactRetrievalServiceGrpc.ArtifactRetrievalServiceBlockingStub retrieval() {
    return ArtifactRetrievalServiceGrpc.newBlockingStub(artifactChannel)
        .withDeadlineAfter(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  JobApi.PrepareJobResponse prepare(RunnerApi.Pipeline pipeline) {
    return prepare(pipeline, Map.of("parallelism", text("1"), "path", text("classic-batch")));
  }

  JobApi.PrepareJobResponse prepare(RunnerApi.Pipeline pipeline, Map<String, Value> options) {
    Struct.Builder struct = Struct.newBuilder();
    options.forEach((name, value) -> struct.putFields("beam:option:" + name + ":v1", value));
    return jobs()
        .prepare(
            JobApi.PrepareJobRequest.newBuilder()
                .setJobName("job")
                .setPipeline(pipeline)
                .setPipelineOptions(struct)
                .build());
  }

  static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  String run(String preparation) {
    return jobs()
        .run(JobApi.RunJobRequest.newBuilder().setPreparationId(preparation).build())
        .getJobId();
  }

  /** Prepares and runs it. */
  String run(RunnerApi.Pipeline pipeline) {
    return run(prepare(pipeline).getPreparationId());
  }

  JobState.Enum state(String job) {
    return jobs().getState(JobApi.GetJobStateRequest.newBuilder().setJobId(job).build()).getState();
  }

  JobState.Enum cancel(String job) {
    return jobs().cancel(JobApi.CancelJobRequest.newBuilder().setJobId(job).build()).getState();
  }

  Iterator<JobApi.JobStateEvent> states(String job) {
    return jobs().getStateStream(JobApi.GetJobStateRequest.newBuilder().setJobId(job).build());
  }

  Iterator<JobApi.JobMessagesResponse> messages(String job) {
    return jobs().getMessageStream(JobApi.JobMessagesRequest.newBuilder().setJobId(job).build());
  }

  List<String> listed() {
    return jobs().getJobs(JobApi.GetJobsRequest.getDefaultInstance()).getJobInfoList().stream()
        .map(JobApi.JobInfo::getJobId)
        .toList();
  }

  /** Reads the state stream to its end. */
  JobState.Enum await(String job) {
    JobState.Enum last = JobState.Enum.UNSPECIFIED;
    for (Iterator<JobApi.JobStateEvent> states = states(job); states.hasNext(); ) {
      last = states.next().getState();
    }
    return last;
  }

  /** Reads the state stream up to that state. */
  void await(String job, JobState.Enum wanted) {
    for (Iterator<JobApi.JobStateEvent> states = states(job); states.hasNext(); ) {
      JobState.Enum state = states.next().getState();
      if (state == wanted) {
        return;
      }
    }
    throw new AssertionError("The job " + job + " has ended and never was " + wanted);
  }

  @Override
  public void close() {
    jobChannel.shutdownNow();
    artifactChannel.shutdownNow();
  }
}

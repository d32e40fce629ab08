package org.penstock.job.server;

import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;

/** A client of a job server in another process. */
record PortClient(ManagedChannel channel) implements AutoCloseable {
  PortClient(int port) {
    this(TestClient.channel(port));
  }

  void startEndlessJob() {
    JobServiceGrpc.JobServiceBlockingStub stub = JobServiceGrpc.newBlockingStub(channel);
    String id =
        stub.prepare(
                JobApi.PrepareJobRequest.newBuilder()
                    .setJobName("endless")
                    .setPipeline(Pipelines.endless())
                    .setPipelineOptions(
                        Struct.newBuilder()
                            .putFields("beam:option:path:v1", TestClient.text("classic-batch")))
                    .build())
            .getPreparationId();
    stub.run(JobApi.RunJobRequest.newBuilder().setPreparationId(id).build());
    var states = stub.getStateStream(JobApi.GetJobStateRequest.newBuilder().setJobId(id).build());
    while (states.next().getState() != JobState.Enum.RUNNING) {
      // The stream ends with an exception if it never runs.
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}

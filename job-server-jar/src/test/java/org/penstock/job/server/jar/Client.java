package org.penstock.job.server.jar;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;

/** A client of the Job API, with Beam's own stubs. */
record Client(ManagedChannel channel) implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);

  Client(int port) {
    this(ManagedChannelBuilder.forAddress("localhost", port).usePlaintext().build());
  }

  /** A port that nobody has, as Beam's clients look for one. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  JobServiceGrpc.JobServiceBlockingStub jobs() {
    return JobServiceGrpc.newBlockingStub(channel).withDeadlineAfter(120, TimeUnit.SECONDS);
  }

  /** Waits as Beam's Python suite does, until a job that is none is answered for. */
  Status awaitReady(JarProcess server) throws IOException, InterruptedException {
    long limit = System.nanoTime() + START.toNanos();
    Status last = Status.UNAVAILABLE;
    while (last.getCode() == Status.Code.UNAVAILABLE) {
      if (!server.isAlive() || System.nanoTime() > limit) {
        throw new AssertionError("The server does not answer, and has said:\n" + server.output());
      }
      Thread.sleep(100);
      try {
        jobs().getState(JobApi.GetJobStateRequest.newBuilder().setJobId("[fake]").build());
        last = Status.OK;
      } catch (StatusRuntimeException e) {
        last = e.getStatus();
      }
    }
    return last;
  }

  List<String> options() {
    return jobs()
        .describePipelineOptions(JobApi.DescribePipelineOptionsRequest.getDefaultInstance())
        .getOptionsList()
        .stream()
        .map(JobApi.PipelineOptionDescriptor::getName)
        .toList();
  }

  /**
   * Runs a job and waits for its end.
   *
   * @return its last state and its messages, as text
   */
  String run(RunnerApi.Pipeline pipeline, Map<String, String> options) {
    Struct.Builder struct = Struct.newBuilder();
    options.forEach(
        (name, value) ->
            struct.putFields(
                "beam:option:" + name + ":v1", Value.newBuilder().setStringValue(value).build()));
    String prepared =
        jobs()
            .prepare(
                JobApi.PrepareJobRequest.newBuilder()
                    .setJobName("job")
                    .setPipeline(pipeline)
                    .setPipelineOptions(struct)
                    .build())
            .getPreparationId();
    String job =
        jobs().run(JobApi.RunJobRequest.newBuilder().setPreparationId(prepared).build()).getJobId();
    JobState.Enum state = JobState.Enum.UNSPECIFIED;
    StringBuilder messages = new StringBuilder();
    Iterator<JobApi.JobMessagesResponse> events =
        jobs().getMessageStream(JobApi.JobMessagesRequest.newBuilder().setJobId(job).build());
    while (events.hasNext()) {
      JobApi.JobMessagesResponse event = events.next();
      if (event.hasStateResponse()) {
        state = event.getStateResponse().getState();
      } else {
        JobMessage message = event.getMessageResponse();
        messages.append('\n').append(message.getMessageText());
      }
    }
    return state + messages.toString();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}

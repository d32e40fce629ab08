package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What any gRPC tool may ask. */
final class StandardServicesTest {
  private static final String JOB_SERVICE = "org.apache.beam.model.job_management.v1.JobService";

  private JobServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    server = JobServer.start(JobServerSettings.defaults());
    channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.jobPort(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void tellsItsHealth() {
    HealthGrpc.HealthBlockingStub health =
        HealthGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);

    assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
        .isEqualTo(ServingStatus.SERVING);
    assertThat(
            health
                .check(HealthCheckRequest.newBuilder().setService(JOB_SERVICE).build())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void tellsItsServicesAndTheirSchema() throws Exception {
    ServerReflectionResponse services =
        ask(ServerReflectionRequest.newBuilder().setListServices("").build());
    ServerReflectionResponse schema =
        ask(ServerReflectionRequest.newBuilder().setFileContainingSymbol(JOB_SERVICE).build());

    assertThat(services.getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(JOB_SERVICE, "grpc.health.v1.Health");
    List<ByteString> files = schema.getFileDescriptorResponse().getFileDescriptorProtoList();
    FileDescriptorProto file = FileDescriptorProto.parseFrom(files.get(0));
    assertThat(file.getService(0).getMethodList())
        .extracting(method -> method.getName())
        .contains("Prepare", "Run", "GetMessageStream", "DescribePipelineOptions");
  }

  private ServerReflectionResponse ask(ServerReflectionRequest request) throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    ServerReflectionResponse response = answer.get(20, TimeUnit.SECONDS);
    requests.onCompleted();
    return response;
  }
}

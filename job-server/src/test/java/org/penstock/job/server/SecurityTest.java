package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecurityTest {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  @TempDir private Path folder;

  private static ServingStatus health(int port, ChannelCredentials credentials, Metadata headers)
      throws IOException {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress("localhost", port, credentials).build();
    try {
      Channel with =
          ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
      return HealthGrpc.newBlockingStub(with)
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus();
    } finally {
      channel.shutdownNow();
    }
  }

  private static Metadata token(String token) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, token);
    return headers;
  }

  private static Status.Code refusal(int port, ChannelCredentials credentials, Metadata headers) {
    try {
      throw new AssertionError("Answered " + health(port, credentials, headers));
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withATokenOnlyThoseAreAnsweredWhoKnowIt() throws IOException {
    ServerSecurity security = ServerSecurity.none().withToken("sesame");
    ChannelCredentials plain = InsecureChannelCredentials.create();
    try (JobServer server = JobServer.start(JobServerSettings.defaults().with(security));
        TestClient stranger = new TestClient(server)) {
      assertThatThrownBy(() -> stranger.state("any")).hasMessageContaining("UNAUTHENTICATED");
      assertThatThrownBy(() -> Staging.start(stranger.staging(), "any").awaitDone())
          .hasMessageContaining("UNAUTHENTICATED");
      for (int port :
          new int[] {
            server.jobPort(), server.artifactPort(), server.expansionPort().orElseThrow()
          }) {
        assertThat(health(port, plain, token("Bearer sesame"))).isEqualTo(ServingStatus.SERVING);
        assertThat(refusal(port, plain, new Metadata())).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(refusal(port, plain, token("Bearer sesam")))
            .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(refusal(port, plain, token("sesame"))).isEqualTo(Status.Code.UNAUTHENTICATED);
      }
    }
  }

  @Test
  void withTlsNobodyIsAnsweredInPlainText() throws Exception {
    TestCertificate own = TestCertificate.create(folder, "server");
    ServerSecurity security = new ServerSecurity(own.certificate(), own.key(), null, null);
    ChannelCredentials trusting =
        TlsChannelCredentials.newBuilder().trustManager(own.certificate().toFile()).build();
    try (JobServer server = JobServer.start(JobServerSettings.defaults().with(security))) {
      assertThat(health(server.jobPort(), trusting, new Metadata()))
          .isEqualTo(ServingStatus.SERVING);
      assertThat(refusal(server.jobPort(), InsecureChannelCredentials.create(), new Metadata()))
          .isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  @Test
  void withAClientAuthorityAClientNeedsACertificateOfIts() throws Exception {
    TestCertificate own = TestCertificate.create(folder, "server");
    TestCertificate known = TestCertificate.create(folder, "known");
    TestCertificate stranger = TestCertificate.create(folder, "stranger");
    ServerSecurity security =
        new ServerSecurity(own.certificate(), own.key(), known.certificate(), null);
    try (JobServer server = JobServer.start(JobServerSettings.defaults().with(security))) {
      assertThat(health(server.jobPort(), client(own, known), new Metadata()))
          .isEqualTo(ServingStatus.SERVING);
      assertThat(refusal(server.jobPort(), client(own, stranger), new Metadata()))
          .isEqualTo(Status.Code.UNAVAILABLE);
      ChannelCredentials nobody =
          TlsChannelCredentials.newBuilder().trustManager(own.certificate().toFile()).build();
      assertThat(refusal(server.jobPort(), nobody, new Metadata()))
          .isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  private static ChannelCredentials client(TestCertificate trusted, TestCertificate mine)
      throws IOException {
    return TlsChannelCredentials.newBuilder()
        .trustManager(trusted.certificate().toFile())
        .keyManager(mine.certificate().toFile(), mine.key().toFile())
        .build();
  }

  @Test
  void whatOthersCanReachIsGuardedOrDoesNotStart() throws IOException {
    JobServerSettings open =
        JobServerSettings.defaults().with(new JobServerSettings.Addresses("0.0.0.0", 0, 0, -1));

    assertThatThrownBy(() -> JobServer.start(open))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0.0.0")
        .hasMessageContaining("--tls-certificate")
        .hasMessageContaining("--token-file");
    JobServer.start(open.with(ServerSecurity.none().withToken("sesame"))).close();
  }

  @Test
  void aServerOfAllAddressesNamesTheOneThatTheClientKnows() throws IOException {
    JobServerSettings settings =
        JobServerSettings.defaults()
            .with(new JobServerSettings.Addresses("0.0.0.0", 0, 0, -1))
            .with(ServerSecurity.none().withToken("sesame"));
    String ip = InetAddress.getLoopbackAddress().getHostAddress();
    try (JobServer server = JobServer.start(settings)) {
      var channel =
          org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder.forAddress(
                  ip, server.jobPort())
              .usePlaintext()
              .build();
      var headers = new org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Metadata();
      headers.put(
          org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Metadata.Key.of(
              "authorization",
              org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Metadata.ASCII_STRING_MARSHALLER),
          "Bearer sesame");
      var stub =
          JobServiceGrpc.newBlockingStub(channel)
              .withInterceptors(
                  org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.MetadataUtils
                      .newAttachHeadersInterceptor(headers));

      String url =
          stub.prepare(
                  JobApi.PrepareJobRequest.newBuilder()
                      .setPipeline(Pipelines.counting())
                      .setJobName("job")
                      .build())
              .getArtifactStagingEndpoint()
              .getUrl();

      channel.shutdownNow();
      assertThat(url).isEqualTo(ip + ":" + server.artifactPort());
    }
  }

  @Test
  void halfOfTlsIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("cert.pem"));

    assertThatThrownBy(() -> new ServerSecurity(file, null, null, null))
        .hasMessageContaining("needs a certificate and its key");
    assertThatThrownBy(() -> new ServerSecurity(null, null, file, null))
        .hasMessageContaining("only with TLS");
    assertThatThrownBy(() -> ServerSecurity.none().withToken(" ")).hasMessageContaining("blank");
    assertThatThrownBy(
            () ->
                JobServer.start(
                    JobServerSettings.defaults()
                        .with(new ServerSecurity(folder.resolve("none.pem"), file, null, null))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.pem");
  }

  @Test
  void theTokenIsNotPrinted() {
    assertThat(ServerSecurity.none().withToken("sesame").toString()).doesNotContain("sesame");
  }
}

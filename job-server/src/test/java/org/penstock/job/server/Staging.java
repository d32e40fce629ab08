package org.penstock.job.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactRequestWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactResponseWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactResponse;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ResolveArtifactsResponse;
import org.apache.beam.model.jobmanagement.v1.ArtifactStagingServiceGrpc.ArtifactStagingServiceStub;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactStagingToRolePayload;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/** A client's side of staging, step by step. */
final class Staging implements StreamObserver<ArtifactRequestWrapper> {
  private static final long SECONDS = 30;

  private final BlockingQueue<ArtifactRequestWrapper> asked = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private final StreamObserver<ArtifactResponseWrapper> server;

  private Staging(ArtifactStagingServiceStub stub) {
    server = stub.reverseArtifactRetrievalService(this);
  }

  static Staging start(ArtifactStagingServiceStub stub, String token) {
    Staging staging = new Staging(stub);
    staging.send(ArtifactResponseWrapper.newBuilder().setStagingToken(token));
    return staging;
  }

  static ArtifactInformation artifact(String name) {
    return file("/there/" + name).toBuilder()
        .setRoleUrn("beam:artifact:role:staging_to:v1")
        .setRolePayload(
            ArtifactStagingToRolePayload.newBuilder().setStagedName(name).build().toByteString())
        .build();
  }

  static ArtifactInformation file(String path) {
    return ArtifactInformation.newBuilder()
        .setTypeUrn("beam:artifact:type:file:v1")
        .setTypePayload(ArtifactFilePayload.newBuilder().setPath(path).build().toByteString())
        .build();
  }

  static String sha256(String text) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  /** What the server asks for next. */
  ArtifactRequestWrapper next() throws InterruptedException {
    ArtifactRequestWrapper request = asked.poll(SECONDS, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("The server asks for nothing; it has said " + end.getNow(Status.OK));
    }
    return request;
  }

  void resolve(ArtifactInformation... artifacts) {
    send(
        ArtifactResponseWrapper.newBuilder()
            .setResolveArtifactResponse(
                ResolveArtifactsResponse.newBuilder().addAllReplacements(List.of(artifacts))));
  }

  void answerResolve(ArtifactInformation... artifacts) throws InterruptedException {
    if (!next().hasResolveArtifact()) {
      throw new AssertionError("The server asks for something else");
    }
    resolve(artifacts);
  }

  /** As the SDKs do: the parts, and an empty one that is the last. */
  void answerGet(String... parts) throws InterruptedException {
    if (!next().hasGetArtifact()) {
      throw new AssertionError("The server asks for something else");
    }
    for (String part : parts) {
      part(part, false);
    }
    part("", true);
  }

  void part(String text, boolean last) {
    send(
        ArtifactResponseWrapper.newBuilder()
            .setGetArtifactResponse(
                GetArtifactResponse.newBuilder().setData(ByteString.copyFromUtf8(text)))
            .setIsLast(last));
  }

  void end() {
    server.onCompleted();
  }

  private void send(ArtifactResponseWrapper.Builder response) {
    server.onNext(response.build());
  }

  void awaitDone() throws Exception {
    Status status = end.get(SECONDS, TimeUnit.SECONDS);
    if (!status.isOk()) {
      throw new AssertionError("The server has refused: " + status);
    }
    server.onCompleted();
  }

  Status awaitFailure() throws Exception {
    Status status = end.get(SECONDS, TimeUnit.SECONDS);
    if (status.isOk()) {
      throw new AssertionError("The server has not refused");
    }
    return status;
  }

  @Override
  public void onNext(ArtifactRequestWrapper request) {
    asked.add(request);
  }

  @Override
  public void onError(Throwable failure) {
    end.complete(Status.fromThrowable(failure));
  }

  @Override
  public void onCompleted() {
    end.complete(Status.OK);
  }
}

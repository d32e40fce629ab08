package org.penstock.job.server.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactRequest;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactResponse;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ResolveArtifactsRequest;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ResolveArtifactsResponse;
import org.apache.beam.model.jobmanagement.v1.ArtifactRetrievalServiceGrpc;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.EmbeddedFilePayload;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ServerCallStreamObserver;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/** Gives workers what was staged, and nothing else of this machine's files. */
public final class RetrievalService
    extends ArtifactRetrievalServiceGrpc.ArtifactRetrievalServiceImplBase {
  private final Path root;

  /**
   * A retrieval service.
   *
   * @param root the directory below which all staged files are
   */
  public RetrievalService(Path root) {
    this.root = root;
  }

  /** What is staged needs no other form. */
  @Override
  public void resolveArtifacts(
      ResolveArtifactsRequest request, StreamObserver<ResolveArtifactsResponse> client) {
    client.onNext(
        ResolveArtifactsResponse.newBuilder()
            .addAllReplacements(request.getArtifactsList())
            .build());
    client.onCompleted();
  }

  @Override
  public void getArtifact(GetArtifactRequest request, StreamObserver<GetArtifactResponse> client) {
    // What gRPC hands to a service is always one of these.
    ArtifactChunks.send(
        open(request.getArtifact()), (ServerCallStreamObserver<GetArtifactResponse>) client);
  }

  private InputStream open(ArtifactInformation artifact) {
    try {
      return switch (artifact.getTypeUrn()) {
        case ArtifactUrns.FILE ->
            file(ArtifactFilePayload.parseFrom(artifact.getTypePayload()).getPath());
        case ArtifactUrns.EMBEDDED ->
            EmbeddedFilePayload.parseFrom(artifact.getTypePayload()).getData().newInput();
        default ->
            throw Status.INVALID_ARGUMENT
                .withDescription(
                    "Artifacts of the type "
                        + artifact.getTypeUrn()
                        + " are not served here; staged ones are "
                        + ArtifactUrns.FILE
                        + ".")
                .asRuntimeException();
      };
    } catch (InvalidProtocolBufferException e) {
      throw Status.INVALID_ARGUMENT
          .withDescription("The payload of the artifact cannot be read: " + e.getMessage())
          .asRuntimeException();
    }
  }

  private InputStream file(String name) {
    try {
      Path file = Path.of(name).toRealPath();
      if (file.startsWith(root.toRealPath()) && Files.isRegularFile(file)) {
        return Files.newInputStream(file);
      }
    } catch (IOException | InvalidPathException e) {
      // Said below: whether there is such a file elsewhere is nobody's business.
    }
    throw notStaged(name);
  }

  private static StatusRuntimeException notStaged(String name) {
    return Status.NOT_FOUND
        .withDescription(
            "No file " + name + " was staged here, or its job has ended and it was deleted.")
        .asRuntimeException();
  }
}

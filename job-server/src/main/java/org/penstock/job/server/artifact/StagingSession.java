package org.penstock.job.server.artifact;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactRequestWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactResponseWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactRequest;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ResolveArtifactsRequest;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that stages. It names its token, then we ask: for each environment what its artifacts
 * are, and each of them, one after the other.
 *
 * <p>Chunks are written as they come, on gRPC's thread: so the client is held up by the disk, and
 * no thread or queue outlives a client that vanishes. (Beam's own service for this keeps a thread
 * waiting for each file of a stream that breaks off, lets path separators into file names, and has
 * no limit.)
 */
final class StagingSession implements StreamObserver<ArtifactResponseWrapper> {
  private static final Logger LOG = LoggerFactory.getLogger(StagingSession.class);
  private static final int MOST_ARTIFACTS = 20_000;

  private final Function<String, Optional<JobArtifacts>> byToken;
  private final StreamObserver<ArtifactRequestWrapper> client;
  private final long maxBytes;

  private final Deque<String> environments = new ArrayDeque<>();
  private final Deque<ArtifactInformation> awaited = new ArrayDeque<>();
  private final Map<String, List<ArtifactInformation>> staged = new HashMap<>();
  private @Nullable JobArtifacts artifacts;
  private @Nullable StagedFile file;
  private String environment = "";
  private boolean ended;
  private long bytes;
  private int files;

  StagingSession(
      Function<String, Optional<JobArtifacts>> byToken,
      long maxBytes,
      StreamObserver<ArtifactRequestWrapper> client) {
    this.byToken = byToken;
    this.maxBytes = maxBytes;
    this.client = client;
  }

  @Override
  public void onNext(ArtifactResponseWrapper response) {
    if (ended) {
      return;
    }
    try {
      if (artifacts == null) {
        begin(response.getStagingToken());
      } else if (awaited.isEmpty()) {
        resolved(artifacts, response);
      } else {
        received(artifacts, response);
      }
    } catch (StatusRuntimeException e) {
      fail(e.getStatus());
    } catch (IOException e) {
      LOG.warn("An artifact could not be stored", e);
      fail(Status.INTERNAL.withDescription("An artifact could not be stored: " + e));
    }
  }

  private void begin(String token) {
    JobArtifacts found =
        byToken
            .apply(token)
            .orElseThrow(
                () ->
                    Status.INVALID_ARGUMENT
                        .withDescription(
                            token.isEmpty()
                                ? "The first message of a staging stream names the staging token."
                                : "There is no prepared job with this staging token.")
                        .asRuntimeException());
    found.begin();
    artifacts = found;
    environments.addAll(found.wanted().keySet());
    nextEnvironment(found);
  }

  private void nextEnvironment(JobArtifacts of) {
    String next = environments.poll();
    if (next == null) {
      ended = true;
      if (of.complete(staged)) {
        client.onCompleted();
      } else {
        client.onError(
            Status.CANCELLED.withDescription("The job was cancelled.").asRuntimeException());
      }
      return;
    }
    environment = next;
    staged.put(next, new ArrayList<>());
    client.onNext(
        ArtifactRequestWrapper.newBuilder()
            .setResolveArtifact(
                ResolveArtifactsRequest.newBuilder()
                    .addAllArtifacts(of.wanted().getOrDefault(next, List.of())))
            .build());
  }

  private void resolved(JobArtifacts of, ArtifactResponseWrapper response) {
    if (!response.hasResolveArtifactResponse()) {
      throw unexpected("the artifacts of the environment " + environment, response);
    }
    List<ArtifactInformation> found = response.getResolveArtifactResponse().getReplacementsList();
    if (files + found.size() > MOST_ARTIFACTS) {
      throw Status.RESOURCE_EXHAUSTED
          .withDescription("A job can have " + MOST_ARTIFACTS + " artifacts, and has more.")
          .asRuntimeException();
    }
    found.forEach(ArtifactNames::of);
    awaited.addAll(found);
    nextArtifact(of);
  }

  private void nextArtifact(JobArtifacts of) {
    ArtifactInformation next = awaited.peek();
    if (next == null) {
      nextEnvironment(of);
      return;
    }
    client.onNext(
        ArtifactRequestWrapper.newBuilder()
            .setGetArtifact(GetArtifactRequest.newBuilder().setArtifact(next))
            .build());
  }

  private void received(JobArtifacts of, ArtifactResponseWrapper response) throws IOException {
    if (!response.hasGetArtifactResponse() && !response.getIsLast()) {
      throw unexpected("a part of an artifact", response);
    }
    if (file == null) {
      file = StagedFile.create(awaited.element(), of.folder(), files++);
    }
    ByteString chunk = response.getGetArtifactResponse().getData();
    bytes += chunk.size();
    if (bytes > maxBytes) {
      throw Status.RESOURCE_EXHAUSTED
          .withDescription("A job can stage " + maxBytes + " bytes, and this one has more.")
          .asRuntimeException();
    }
    file.write(chunk);
    if (response.getIsLast()) {
      staged.computeIfAbsent(environment, key -> new ArrayList<>()).add(file.end());
      file = null;
      awaited.remove();
      nextArtifact(of);
    }
  }

  private static StatusRuntimeException unexpected(
      String wanted, ArtifactResponseWrapper response) {
    return Status.INVALID_ARGUMENT
        .withDescription(
            "The answer should have been " + wanted + ", and was " + response.getResponseCase())
        .asRuntimeException();
  }

  /** The client has vanished, or given up. */
  @Override
  public void onError(Throwable failure) {
    if (!ended) {
      LOG.info("A client has left while its artifacts were staged: {}", failure.getMessage());
      abandon();
    }
  }

  @Override
  public void onCompleted() {
    if (!ended) {
      fail(
          Status.DATA_LOSS.withDescription(
              "The staging stream has ended before all artifacts were there; missing: "
                  + (awaited.isEmpty()
                      ? "those of the environment " + environment
                      : awaited.size() + " of the environment " + environment)
                  + "."));
    }
  }

  private void fail(Status status) {
    abandon();
    client.onError(status.asRuntimeException());
  }

  private void abandon() {
    ended = true;
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      LOG.debug("A file that is not wanted any more did not close", e);
    }
    if (artifacts != null) {
      artifacts.abandon();
    }
  }
}

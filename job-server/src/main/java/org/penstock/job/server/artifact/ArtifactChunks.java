package org.penstock.job.server.artifact;

import java.io.IOException;
import java.io.InputStream;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactResponse;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ServerCallStreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a file as fast as a client takes it. */
final class ArtifactChunks {
  private static final Logger LOG = LoggerFactory.getLogger(ArtifactChunks.class);
  private static final int CHUNK = 1 << 20;

  private final InputStream in;
  private final ServerCallStreamObserver<GetArtifactResponse> client;
  private boolean ended;

  private ArtifactChunks(InputStream in, ServerCallStreamObserver<GetArtifactResponse> client) {
    this.in = in;
    this.client = client;
  }

  /** Sends all there is and closes it. */
  static void send(InputStream in, ServerCallStreamObserver<GetArtifactResponse> client) {
    ArtifactChunks chunks = new ArtifactChunks(in, client);
    client.setOnReadyHandler(chunks::pump);
    client.setOnCancelHandler(chunks::end);
    chunks.pump();
  }

  private synchronized void pump() {
    try {
      while (!ended && client.isReady()) {
        byte[] chunk = in.readNBytes(CHUNK);
        if (chunk.length > 0) {
          client.onNext(
              GetArtifactResponse.newBuilder().setData(ByteString.copyFrom(chunk)).build());
        } else {
          end();
          client.onCompleted();
        }
      }
    } catch (IOException e) {
      LOG.warn("A staged artifact cannot be read", e);
      end();
      client.onError(
          Status.INTERNAL
              .withDescription("The staged artifact cannot be read: " + e)
              .asRuntimeException());
    }
  }

  private synchronized void end() {
    ended = true;
    try {
      in.close();
    } catch (IOException e) {
      LOG.debug("A staged artifact did not close", e);
    }
  }
}

package org.penstock.job.server.artifact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;

/** An artifact on its way from a client into a file. */
final class StagedFile implements AutoCloseable {
  private final ArtifactInformation artifact;
  private final Path file;
  private final MessageDigest digest;
  private final OutputStream out;

  private StagedFile(
      ArtifactInformation artifact, Path file, MessageDigest digest, OutputStream out) {
    this.artifact = artifact;
    this.file = file;
    this.digest = digest;
    this.out = out;
  }

  static StagedFile create(ArtifactInformation artifact, Path folder, int number)
      throws IOException {
    Path file = folder.resolve(ArtifactNames.file(number, ArtifactNames.of(artifact)));
    MessageDigest digest = sha256();
    OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
    return new StagedFile(artifact, file, digest, new DigestOutputStream(out, digest));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  void write(ByteString chunk) throws IOException {
    chunk.writeTo(out);
  }

  /**
   * Ends the file.
   *
   * @return the artifact with the file in the place of the client's
   * @throws org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException if it is not what
   *     the client said
   */
  ArtifactInformation end() throws IOException {
    out.close();
    String sha256 = HexFormat.of().formatHex(digest.digest());
    String announced = announced();
    if (!announced.isEmpty() && !announced.equalsIgnoreCase(sha256)) {
      throw Status.DATA_LOSS
          .withDescription(
              String.format(
                  "The artifact %s has arrived with the SHA-256 %s, and was announced with %s.",
                  ArtifactNames.of(artifact), sha256, announced))
          .asRuntimeException();
    }
    return artifact.toBuilder()
        .setTypeUrn(ArtifactUrns.FILE)
        .setTypePayload(
            ArtifactFilePayload.newBuilder()
                .setPath(file.toAbsolutePath().toString())
                .setSha256(sha256)
                .build()
                .toByteString())
        .build();
  }

  private String announced() {
    if (!artifact.getTypeUrn().equals(ArtifactUrns.FILE)) {
      return "";
    }
    try {
      return ArtifactFilePayload.parseFrom(artifact.getTypePayload()).getSha256();
    } catch (InvalidProtocolBufferException e) {
      throw Status.INVALID_ARGUMENT
          .withDescription("The payload of a file artifact cannot be read: " + e.getMessage())
          .asRuntimeException();
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

package org.penstock.job.server.artifact;

import java.util.Locale;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;

/** The names of artifacts, none of which leaves its folder: not here, and not in the worker. */
final class ArtifactNames {
  private static final int LONGEST = 80;

  private ArtifactNames() {}

  /**
   * The name that an artifact is to have in the worker's folder, or its type if it has none.
   *
   * @throws StatusRuntimeException if the name leads out of that folder
   */
  static String of(RunnerApi.ArtifactInformation artifact) {
    if (!artifact.getRoleUrn().equals(ArtifactUrns.STAGING_TO)) {
      return "artifact";
    }
    String name;
    try {
      name =
          RunnerApi.ArtifactStagingToRolePayload.parseFrom(artifact.getRolePayload())
              .getStagedName();
    } catch (InvalidProtocolBufferException e) {
      throw refused("The name of an artifact cannot be read: " + e.getMessage());
    }
    if (name.isBlank() || leaves(name)) {
      throw refused(
          "The artifact name '"
              + name
              + "' is not allowed: a name is a relative path that does not leave its folder.");
    }
    return name;
  }

  private static boolean leaves(String name) {
    String path = name.replace('\\', '/');
    boolean absolute = path.startsWith("/") || path.matches("^[A-Za-z]:.*");
    boolean up = ("/" + path + "/").contains("/../");
    return absolute || up || path.chars().anyMatch(one -> one < ' ');
  }

  /** A file name of our own making: a number, and what is harmless of the artifact's name. */
  static String file(int number, String name) {
    String base = name.substring(name.replace('\\', '/').lastIndexOf('/') + 1);
    String harmless = base.replaceAll("[^A-Za-z0-9._-]", "_");
    String end =
        harmless.length() > LONGEST ? harmless.substring(harmless.length() - LONGEST) : harmless;
    return String.format(Locale.ROOT, "%05d-%s", number, end);
  }

  private static StatusRuntimeException refused(String why) {
    return Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException();
  }
}

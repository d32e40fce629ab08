package org.penstock.job.server.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The artifacts of one job, in a folder of their own. Safe for use by several threads. */
public final class JobArtifacts {
  private static final Logger LOG = LoggerFactory.getLogger(JobArtifacts.class);

  private final Path folder;
  private final Map<String, List<ArtifactInformation>> wanted;
  private Map<String, List<ArtifactInformation>> staged = Map.of();
  private Progress progress = Progress.WAITING;

  private enum Progress {
    WAITING,
    STAGING,
    STAGED,
    GONE
  }

  /**
   * The artifacts of a job that nothing was staged of yet.
   *
   * @param folder where they go; made when it is needed
   * @param wanted what the pipeline depends on, by environment
   * @throws StatusRuntimeException if the name of one is not allowed
   */
  public JobArtifacts(Path folder, Map<String, List<ArtifactInformation>> wanted) {
    wanted.values().forEach(each -> each.forEach(ArtifactNames::of));
    this.folder = folder;
    this.wanted = Map.copyOf(wanted);
  }

  /** What the pipeline depends on, by environment. */
  Map<String, List<ArtifactInformation>> wanted() {
    return wanted;
  }

  Path folder() {
    return folder;
  }

  /**
   * Begins to stage.
   *
   * @throws StatusRuntimeException if somebody else does, or did, or the job has gone
   */
  synchronized void begin() {
    switch (progress) {
      case STAGING ->
          throw Status.FAILED_PRECONDITION
              .withDescription("Another client is staging with this token.")
              .asRuntimeException();
      case STAGED ->
          throw Status.FAILED_PRECONDITION
              .withDescription("The artifacts of this token are staged already.")
              .asRuntimeException();
      case GONE ->
          throw Status.FAILED_PRECONDITION
              .withDescription("The job of this token was run or cancelled.")
              .asRuntimeException();
      case WAITING -> makeFolder();
    }
    progress = Progress.STAGING;
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Status.INTERNAL
          .withDescription("The folder for artifacts cannot be made: " + e)
          .withCause(e)
          .asRuntimeException();
    }
  }

  /** Ends the staging; false if the job has gone meanwhile, and the files with it. */
  synchronized boolean complete(Map<String, List<ArtifactInformation>> files) {
    if (progress == Progress.GONE) {
      deleteFolder();
      return false;
    }
    staged = Map.copyOf(files);
    progress = Progress.STAGED;
    return true;
  }

  /** Ends the staging without a result; it may be begun anew. */
  synchronized void abandon() {
    deleteFolder();
    if (progress == Progress.STAGING) {
      progress = Progress.WAITING;
    }
  }

  /**
   * Where the artifacts are, by environment; empty if the pipeline has none.
   *
   * @throws StatusRuntimeException if the pipeline has some, and they were not staged
   */
  public synchronized Map<String, List<ArtifactInformation>> staged() {
    boolean needed = wanted.values().stream().anyMatch(each -> !each.isEmpty());
    if (needed && progress != Progress.STAGED) {
      throw Status.FAILED_PRECONDITION
          .withDescription(
              "The pipeline depends on artifacts that were not staged. Stage them with the token"
                  + " that Prepare has answered, then run the job.")
          .asRuntimeException();
    }
    return staged;
  }

  /** Deletes what was staged. */
  public synchronized void delete() {
    progress = Progress.GONE;
    deleteFolder();
  }

  private void deleteFolder() {
    deleteTree(folder);
  }

  /** Deletes a folder and all that is in it; what cannot be deleted is logged. */
  public static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path one : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("The folder {} cannot be deleted", folder, e);
    }
  }
}

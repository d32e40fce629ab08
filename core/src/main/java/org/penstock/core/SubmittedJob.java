package org.penstock.core;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.penstock.spi.TranslationPath;

/**
 * A job that Flink has accepted.
 *
 * @param name the job's name
 * @param jobId Flink's id of the job, 32 hexadecimal digits
 * @param restAddress where Flink's REST API answers, if it is known
 * @param path the path that the pipeline was translated by
 */
public record SubmittedJob(
    String name, String jobId, Optional<URI> restAddress, TranslationPath path) {
  /** Checks that nothing is null. */
  public SubmittedJob {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(jobId, "jobId");
    Objects.requireNonNull(restAddress, "restAddress");
    Objects.requireNonNull(path, "path");
  }
}

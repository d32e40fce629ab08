package org.penstock.core.job;

/** Flink did not take a job. */
public final class JobSubmissionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JobSubmissionException(String message, Throwable cause) {
    super(message, cause);
  }
}

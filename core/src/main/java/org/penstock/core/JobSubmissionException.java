package org.penstock.core;

/** Flink could not be reached, or did not take a job. The message says where and why. */
public final class JobSubmissionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Made where a job is submitted. */
  public JobSubmissionException(String message, Throwable cause) {
    super(message, cause);
  }
}

package org.penstock.core;

import org.jspecify.annotations.Nullable;

/** Flink could not be reached, or did not take a job. The message says where and why. */
public final class JobSubmissionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Made where a job is submitted. */
  public JobSubmissionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

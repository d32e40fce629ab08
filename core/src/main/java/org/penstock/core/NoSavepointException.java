package org.penstock.core;

import org.jspecify.annotations.Nullable;

/** There is no savepoint where one is to be checked. The message says why, and what to give. */
public final class NoSavepointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Made where a savepoint is read without a job. */
  public NoSavepointException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package org.penstock.portable.runtime;

/** An SDK worker could not be started, or has ended while it was needed. */
public final class WorkerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, with the last output of the worker
   * @param cause what was seen of it, or null
   */
  public WorkerException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
    super(message, cause);
  }
}

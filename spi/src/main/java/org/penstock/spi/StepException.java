package org.penstock.spi;

import java.util.Objects;

/**
 * User code of one step failed. Thrown inside the task, and the only wrapper that the runner looks
 * for when a job fails: what the user is shown is the step and the cause.
 */
public final class StepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String step;

  /**
   * @param step the full name of the transform whose code failed
   * @param cause what the user's code threw
   */
  public StepException(String step, Throwable cause) {
    super("Step " + step + " failed: " + cause, Objects.requireNonNull(cause, "cause"));
    this.step = Objects.requireNonNull(step, "step");
  }

  /** The full name of the transform whose code failed. */
  public String step() {
    return step;
  }
}

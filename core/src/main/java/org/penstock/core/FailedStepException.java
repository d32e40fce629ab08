package org.penstock.core;

import org.apache.beam.sdk.Pipeline.PipelineExecutionException;

/** User code of one step failed, and with it the job. The cause is what the user's code threw. */
public final class FailedStepException extends PipelineExecutionException {
  private static final long serialVersionUID = 1L;

  private final String step;

  /**
   * @param step the full name of the transform whose code failed
   * @param cause what the user's code threw
   */
  public FailedStepException(String step, Throwable cause) {
    super(cause);
    this.step = step;
  }

  /** The full name of the transform whose code failed. */
  public String step() {
    return step;
  }

  @Override
  public String getMessage() {
    return "Step " + step + " failed: " + getCause();
  }
}

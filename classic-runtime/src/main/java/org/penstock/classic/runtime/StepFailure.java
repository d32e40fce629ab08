package org.penstock.classic.runtime;

import org.apache.beam.sdk.util.UserCodeException;
import org.penstock.spi.StepException;

/** Gives an exception the name of the step whose user code threw it. */
final class StepFailure {
  private StepFailure() {}

  /**
   * The exception to throw instead of {@code thrown}: the one that a step further down made
   * already, or else a new one for this step.
   */
  static StepException of(String step, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StepException inner) {
        return inner;
      }
    }
    Throwable cause = thrown instanceof UserCodeException ? thrown.getCause() : null;
    return new StepException(step, cause == null ? thrown : cause);
  }
}

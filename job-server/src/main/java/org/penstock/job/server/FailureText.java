package org.penstock.job.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.penstock.core.FailedStepException;
import org.penstock.core.JobSubmissionException;
import org.penstock.core.PipelineRefusedException;

/** What a client is told of a failure. */
final class FailureText {
  private static final int LONGEST = 64 << 10;

  private FailureText() {}

  /**
   * What happened, and for user code that failed its own stack trace; an SDK worker's traceback is
   * in the message of its exception.
   */
  static String of(Throwable failure) {
    return clipped(
        isSaidByItsMessage(failure) ? String.valueOf(failure.getMessage()) : traced(failure));
  }

  /** Those are made for users, and the stack is the runner's. */
  private static boolean isSaidByItsMessage(Throwable failure) {
    return failure instanceof PipelineRefusedException
        || failure instanceof JobSubmissionException
        || failure instanceof IllegalArgumentException;
  }

  private static String traced(Throwable failure) {
    Throwable cause = failure.getCause();
    if (failure instanceof FailedStepException step && cause != null) {
      return "Step " + step.step() + " failed:\n" + trace(cause);
    }
    return trace(failure instanceof PipelineExecutionException && cause != null ? cause : failure);
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static String clipped(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST / 2)
            + "\n... "
            + (text.length() - LONGEST)
            + " characters are left out ...\n"
            + text.substring(text.length() - LONGEST / 2);
  }
}

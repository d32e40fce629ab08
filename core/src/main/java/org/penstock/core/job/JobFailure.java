package org.penstock.core.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.util.UserCodeException;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;
import org.penstock.core.FailedStepException;
import org.penstock.spi.StepException;

/** What a user is told of a job that failed. */
public final class JobFailure {
  private static final String STEP = StepException.class.getName();

  private JobFailure() {}

  /** Whether a job ended because somebody cancelled it. */
  public static boolean isCancellation(Throwable failure, ClassLoader loader) {
    return chain(failure, loader).stream().anyMatch(JobCancellationException.class::isInstance);
  }

  /**
   * What to throw for a failed job: an {@link AssertionError} of user code itself, for that is what
   * tests look for; a {@link FailedStepException} for other failures of user code; else an
   * exception with Flink's.
   *
   * @return an {@link AssertionError} or a {@link RuntimeException}
   */
  public static Throwable of(Throwable failure, String job, ClassLoader loader) {
    List<Throwable> chain = chain(failure, loader);
    for (Throwable one : chain) {
      if (one instanceof StepException step) {
        return ofStep(step.step(), step.getCause());
      }
      if (one instanceof SerializedThrowable serialized
          && serialized.getOriginalErrorClassName().equals(STEP)) {
        return ofStep(stepIn(String.valueOf(one.getMessage())), one.getCause());
      }
      if (one instanceof UserCodeException) {
        return new PipelineExecutionException(userCause(one));
      }
    }
    Throwable root = chain.get(chain.size() - 1);
    return new PipelineExecutionException(
        new RuntimeException("The job " + job + " failed: " + describe(root), failure));
  }

  /** The message of the last cause, which tells the most. */
  public static String rootMessage(Throwable failure) {
    List<Throwable> chain = chain(failure, JobFailure.class.getClassLoader());
    return describe(chain.get(chain.size() - 1));
  }

  private static Throwable ofStep(String step, @Nullable Throwable cause) {
    Throwable user =
        cause == null ? new RuntimeException("The cause of the failure is not known") : cause;
    user = userCause(user);
    return user instanceof AssertionError ? user : new FailedStepException(step, user);
  }

  private static Throwable userCause(Throwable failure) {
    Throwable user = failure;
    while (user instanceof UserCodeException && user.getCause() != null) {
      user = user.getCause();
    }
    return user;
  }

  /** The step's name in the message of a {@link StepException} that could not be read back. */
  private static String stepIn(String message) {
    int from = message.indexOf("Step ");
    int to = message.indexOf(" failed: ");
    return from >= 0 && to > from ? message.substring(from + "Step ".length(), to) : "unknown";
  }

  private static String describe(Throwable failure) {
    return failure instanceof SerializedThrowable
        ? String.valueOf(failure.getMessage())
        : failure.toString();
  }

  /** The failure and its causes, each read back where Flink has serialized it. */
  private static List<Throwable> chain(Throwable failure, ClassLoader loader) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Optional<Throwable> next = Optional.of(failure);
    while (next.isPresent()) {
      Throwable one = SerializedThrowable.get(next.get(), loader);
      if (!seen.add(one)) {
        break;
      }
      chain.add(one);
      next = Optional.ofNullable(one.getCause());
    }
    return chain;
  }
}

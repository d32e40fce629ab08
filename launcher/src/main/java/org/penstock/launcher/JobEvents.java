package org.penstock.launcher;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.penstock.core.Explanation;
import org.penstock.core.JobListener;
import org.penstock.core.JobSummary;
import org.penstock.core.SavepointMatch;
import org.penstock.core.SubmittedJob;

/**
 * Passes what core tells of jobs on to the command that is running.
 *
 * <p>Core makes its own instance through {@link java.util.ServiceLoader}, so the way from it to the
 * command has to be static; one process runs one command.
 */
public final class JobEvents implements JobListener {
  private static final AtomicReference<JobListener> TARGET = new AtomicReference<>();

  /** Called by {@link java.util.ServiceLoader}. */
  public JobEvents() {}

  static void sendTo(JobListener listener) {
    TARGET.set(listener);
  }

  @Override
  public void planned(Explanation explanation) {
    Optional.ofNullable(TARGET.get()).ifPresent(target -> target.planned(explanation));
  }

  @Override
  public void submitted(SubmittedJob job) {
    Optional.ofNullable(TARGET.get()).ifPresent(target -> target.submitted(job));
  }

  @Override
  public void checked(SavepointMatch match) {
    Optional.ofNullable(TARGET.get()).ifPresent(target -> target.checked(match));
  }

  @Override
  public void finished(JobSummary job) {
    Optional.ofNullable(TARGET.get()).ifPresent(target -> target.finished(job));
  }
}

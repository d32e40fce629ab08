package org.penstock.core;

/**
 * Is told of the jobs that are started in this JVM. Found by {@link java.util.ServiceLoader}.
 *
 * <p>Its failures are logged and never hurt a job. {@link #finished} is called on a thread of
 * Flink's, the others on the one that runs the pipeline.
 */
public interface JobListener {
  /** The pipeline was translated and is about to be submitted. */
  default void planned(Explanation explanation) {}

  /** Flink has accepted the job. */
  default void submitted(SubmittedJob job) {}

  /** A pipeline was compared with a savepoint, as {@code checkSavepoint} asks; nothing is run. */
  default void checked(SavepointMatch match) {}

  /** The job has ended, however it did. An attached run returns only after this. */
  default void finished(JobSummary summary) {}
}

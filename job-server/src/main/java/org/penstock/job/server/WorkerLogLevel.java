package org.penstock.job.server;

import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry.Severity;

/** From which level on what workers log is told to the clients of a job. */
public enum WorkerLogLevel {
  /** Everything that workers send, which an option of their SDK limits. */
  DEBUG(Severity.Enum.UNSPECIFIED_VALUE),
  /** What is worth to know. */
  INFO(Severity.Enum.INFO_VALUE),
  /** What may be wrong, and errors. */
  WARN(Severity.Enum.WARN_VALUE),
  /** Errors. */
  ERROR(Severity.Enum.ERROR_VALUE),
  /** Nothing. */
  OFF(Integer.MAX_VALUE);

  private final int least;

  WorkerLogLevel(int least) {
    this.least = least;
  }

  boolean includes(Severity.Enum severity) {
    // Workers of a newer SDK may know more levels, of which nothing can be said.
    return this == DEBUG
        || (severity != Severity.Enum.UNRECOGNIZED && severity.getNumber() >= least);
  }
}

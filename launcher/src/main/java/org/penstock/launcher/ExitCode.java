package org.penstock.launcher;

/** What the process answers to its caller. */
final class ExitCode {
  /** What was asked for is done. */
  static final int DONE = 0;

  /** The pipeline, or the program around it, failed. */
  static final int FAILED = 1;

  /** Nothing was tried, for the command line or an option of the pipeline is wrong. */
  static final int USAGE = 2;

  private ExitCode() {}
}

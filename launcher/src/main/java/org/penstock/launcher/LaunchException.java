package org.penstock.launcher;

/** The command cannot go on; the message is all that the user has to know. */
final class LaunchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private LaunchException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command line is wrong, or names something that is not there. */
  static LaunchException usage(String message) {
    return new LaunchException(ExitCode.USAGE, message);
  }

  /** The command line is fine, and the work failed. */
  static LaunchException failed(String message) {
    return new LaunchException(ExitCode.FAILED, message);
  }

  int exitCode() {
    return exitCode;
  }
}

package org.penstock.launcher;

import java.io.PrintStream;

/** Progress in a file or a pipe: a plain line now and then. */
final class LogConsole implements Console {
  private static final long INTERVAL_MILLIS = 10_000;

  private final PrintStream out;

  LogConsole(PrintStream out) {
    this.out = out;
  }

  @Override
  public void print(String lines) {
    out.println(lines);
  }

  @Override
  public void progress(String line) {
    out.println(line);
  }

  @Override
  public long intervalMillis() {
    return INTERVAL_MILLIS;
  }
}

package org.penstock.portable.runtime;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Failures as text, for a worker. */
final class Failures {
  private Failures() {}

  static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}

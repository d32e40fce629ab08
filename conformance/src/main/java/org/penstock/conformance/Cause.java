package org.penstock.conformance;

import java.util.List;
import java.util.regex.Pattern;

/** Shortens a stack trace to what tells one cause of failure from another. */
final class Cause {

  private static final int LENGTH = 160;
  // Names that differ from test to test although the cause is the same.
  private static final Pattern VARIABLE =
      Pattern.compile("@[0-9a-f]{4,}|\\b[0-9a-f]{32}\\b|\\d{3,}");

  private Cause() {}

  /** The message of the innermost exception, and the first place in our code below it. */
  static String of(String trace) {
    List<String> lines = trace.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    int root = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("Caused by: ")) {
        root = i;
      }
    }
    if (lines.isEmpty()) {
      return "(no stack trace)";
    }
    String headline = lines.get(root).replaceFirst("^Caused by: ", "");
    String place =
        lines.subList(root, lines.size()).stream()
            .filter(line -> line.startsWith("at org.penstock."))
            .map(line -> " " + line)
            .findFirst()
            .orElse("");
    String general = VARIABLE.matcher(headline).replaceAll("…");
    return (general.length() > LENGTH ? general.substring(0, LENGTH) + "…" : general) + place;
  }
}

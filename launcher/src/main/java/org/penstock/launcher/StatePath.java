package org.penstock.launcher;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The paths of savepoints and of the directories that they are made in. */
final class StatePath {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

  private StatePath() {}

  /**
   * The path as every process understands it: a path is one from this process's folder, and not
   * from the cluster's.
   *
   * @param option the option that it was given by, for the message
   * @throws LaunchException if it is blank
   */
  static String absolute(String option, String path) {
    if (path.isBlank()) {
      throw LaunchException.usage(option + " is blank. Give a path or a URI.");
    }
    return URI.matcher(path).matches()
        ? path
        : "file://" + Path.of(path).toAbsolutePath().normalize();
  }
}

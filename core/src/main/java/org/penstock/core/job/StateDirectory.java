package org.penstock.core.job;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The names of directories for savepoints and checkpoints. */
public final class StateDirectory {
  // Not by java.net.URI: Flink's paths hold spaces and the like as they are.
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

  private StateDirectory() {}

  /**
   * The directory as every process of Flink understands it: a URI stays; a path is one from this
   * process's working directory, and becomes a URI.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public static String absolute(String directory) {
    if (directory.isBlank()) {
      throw new IllegalArgumentException("The directory is blank. Give a path or a URI.");
    }
    return URI.matcher(directory).matches()
        ? directory
        : "file://" + Path.of(directory).toAbsolutePath().normalize();
  }
}

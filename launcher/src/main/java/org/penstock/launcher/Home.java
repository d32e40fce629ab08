package org.penstock.launcher;

import java.nio.file.Path;
import java.util.Optional;

/** The folder of the unpacked distribution that this process was started from. */
final class Home {
  static final String PROPERTY = "penstock.home";

  private Home() {}

  /** Empty where the command line was not started by {@code bin/penstock}. */
  static Optional<Path> folder() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
  }
}

package org.penstock.environments.process;

import java.io.IOException;
import java.util.Locale;

/**
 * An operating system and a processor, by the names that Go gives them.
 *
 * @param os such as {@code linux}
 * @param arch such as {@code amd64}
 */
record Platform(String os, String arch) {

  /** Where this JVM runs. */
  static Platform current() {
    return new Platform(os(System.getProperty("os.name")), arch(System.getProperty("os.arch")));
  }

  /**
   * Whether an environment is for this platform.
   *
   * @param wantedOs blank if any will do
   * @param wantedArch blank if any will do
   * @throws IOException if it is for another one
   */
  void check(String wantedOs, String wantedArch) throws IOException {
    if ((!wantedOs.isBlank() && !os(wantedOs).equals(os))
        || (!wantedArch.isBlank() && !arch(wantedArch).equals(arch))) {
      throw new IOException(
          "The environment's process is for "
              + wanted(wantedOs)
              + "/"
              + wanted(wantedArch)
              + ", and this machine is "
              + os
              + "/"
              + arch
              + ". Give a command for this platform, or leave os and arch out.");
    }
  }

  private static String wanted(String name) {
    return name.isBlank() ? "any" : name;
  }

  private static String os(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("mac") || lower.equals("osx")) {
      return "darwin";
    }
    return lower.startsWith("windows") ? "windows" : lower;
  }

  private static String arch(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "x86_64", "x64" -> "amd64";
      case "aarch64" -> "arm64";
      case "x86", "i386", "i686" -> "386";
      default -> lower;
    };
  }
}

package org.penstock.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments that the user's program gets. */
final class PipelineArguments {
  private static final String RUNNER = "PenstockRunner";

  private PipelineArguments() {}

  /**
   * Puts the runner and the master before the user's own options, each unless the user gave it.
   *
   * <p>Not the files to stage: a cluster needs our jars beside the user's, and the runner finds all
   * of them by itself.
   */
  static List<String> complete(List<String> given) {
    List<String> complete = new ArrayList<>();
    addUnlessGiven(complete, given, "runner", RUNNER);
    addUnlessGiven(complete, given, "flinkMaster", "[local]");
    complete.addAll(given);
    return List.copyOf(complete);
  }

  /** Whether the program is asked to run on this runner, and not on one that the user named. */
  static boolean areForThisRunner(List<String> given) {
    return value(given, "runner")
        .map(name -> name.equals(RUNNER) || name.endsWith("." + RUNNER))
        .orElse(true);
  }

  /** The value of an option {@code --name=value}; the last one, as Beam does it. */
  static Optional<String> value(List<String> given, String name) {
    String prefix = "--" + name + "=";
    return given.stream()
        .filter(argument -> argument.startsWith(prefix))
        .map(argument -> argument.substring(prefix.length()))
        .reduce((first, second) -> second);
  }

  private static void addUnlessGiven(
      List<String> complete, List<String> given, String name, String value) {
    if (value(given, name).isEmpty()) {
      complete.add("--" + name + "=" + value);
    }
  }
}

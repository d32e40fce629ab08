package org.penstock.boot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Run by {@code bin/penstock} before the JVM proper whenever a jar has changed: prints the module
 * path to stdout, and on stderr one line for each jar that was left out.
 *
 * <p>Exit code 0: all jars are good. 3: some were left out. 1: the distribution cannot be read.
 */
public final class ModulePathMain {
  private ModulePathMain() {}

  /** Takes the folder of the distribution, and perhaps {@code quiet}: nothing on left-out jars. */
  public static void main(String[] args) {
    try {
      ModulePath path = ModulePath.of(Path.of(args[0]));
      System.out.println(
          path.jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
      if (args.length < 2) {
        path.problems().forEach(ModulePathMain::tell);
      }
      System.exit(path.problems().isEmpty() ? 0 : 3);
    } catch (IOException e) {
      System.err.println("penstock: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void tell(JarProblem problem) {
    System.err.println("penstock: " + problem.jar() + " is left out: " + problem.reason() + ".");
  }
}

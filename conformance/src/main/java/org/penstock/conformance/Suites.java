package org.penstock.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs Beam's suites on one target after the other: decides which tests run, runs them in JVMs of
 * their own, and judges how they ended. Ends with the exit code 1 if anything is not as it should
 * be.
 */
public final class Suites {
  private static final int ARGUMENTS = 5;

  private Suites() {}

  /**
   * Runs the suites.
   *
   * @param arguments the targets, divided by commas; the scope; a folder for what is left behind; a
   *     pattern of tests; how many JVMs work at a time; and the options of these JVMs
   * @throws IOException if the folder cannot be written, or a JVM cannot be started
   * @throws InterruptedException if the thread was interrupted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < ARGUMENTS) {
      throw new IllegalArgumentException(
          "Expected targets, scope, folder, pattern, number of JVMs and their options; found "
              + List.of(arguments));
    }
    List<String> options = List.of(arguments).subList(ARGUMENTS, arguments.length);
    int jvms = Integer.parseInt(arguments[4]);
    List<Run> runs = new ArrayList<>();
    for (String target : arguments[0].split(",", -1)) {
      Path work = Path.of(arguments[2]).resolve(target.strip());
      Run run = Run.parse(target.strip(), arguments[1], work.toString(), arguments[3]);
      delete(work);
      if (!run.selection().tests(Selection.Fate.RUN).isEmpty()) {
        runs.add(run);
      }
    }
    if (runs.isEmpty()) {
      throw new IllegalArgumentException(
          "No test is selected. Choose another -Dconformance.scope or -Dconformance.only.");
    }
    boolean good = true;
    for (Run run : runs) {
      good &= run(run, jvms, options);
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean run(Run run, int jvms, List<String> options)
      throws IOException, InterruptedException {
    System.out.println("Beam's runner suites on " + run.target().name());
    run.selection().summary().forEach(line -> System.out.println("  " + line));
    // Reports of an earlier run are gone: a crashed run must not be judged by them.
    Files.createDirectories(run.reports());
    new Jvms(run, options).runAll(jvms);
    return Verify.judge(run);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}

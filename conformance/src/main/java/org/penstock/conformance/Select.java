package org.penstock.conformance;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Decides which tests run, and writes it down for the build as {@code selection.properties}: {@code
 * conformance.tests} is the filter, {@code conformance.options} are the pipeline options, and
 * {@code conformance.timeout} is the limit of one test in seconds.
 *
 * <p>Reports of an earlier run are deleted: a crashed run must not be judged by them.
 */
public final class Select {

  private Select() {}

  /**
   * Runs the selection.
   *
   * @param arguments target, scope, work folder, and a pattern of tests
   * @throws IOException if the work folder cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Run run = Run.parse(arguments);
    if (run.selection().tests(Selection.Fate.RUN).isEmpty()) {
      throw new IllegalArgumentException(
          "No test is selected. Choose another -Dconformance.scope or -Dconformance.only.");
    }
    delete(run.work());
    Files.createDirectories(run.work());
    Properties properties = new Properties();
    properties.setProperty("conformance.tests", run.selection().filter());
    properties.setProperty("conformance.options", run.target().options());
    properties.setProperty(
        "conformance.timeout", Long.toString(run.scope().testLimit().toSeconds()));
    try (Writer writer = Files.newBufferedWriter(run.work().resolve("selection.properties"))) {
      properties.store(writer, null);
    }
    System.out.println("Beam's runner suites on " + run.target().name());
    run.selection().summary().forEach(line -> System.out.println("  " + line));
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

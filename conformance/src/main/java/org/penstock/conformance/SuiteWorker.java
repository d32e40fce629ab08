package org.penstock.conformance;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.manipulation.Filter;

/**
 * Runs tests of the classes that it is given over its standard input, a line each, and answers each
 * with a line when they have run and their report is written. What the tests print goes to a file.
 */
public final class SuiteWorker {
  /** The answer; other lines mean nothing. */
  static final String DONE = "conformance: done";

  private static final String BETWEEN = "\t";

  private SuiteWorker() {}

  /** The line that asks for these tests. */
  static String order(String className, List<String> methods) {
    return className + BETWEEN + String.join(BETWEEN, methods);
  }

  /**
   * Works until the standard input ends.
   *
   * @param arguments the folder of the reports, and the file for what tests print
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    PrintStream output =
        new PrintStream(new FileOutputStream(arguments[1], true), true, StandardCharsets.UTF_8);
    System.setOut(output);
    System.setErr(output);
    JUnitCore core = new JUnitCore();
    core.addListener(new SharedClusterListener());
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      List<String> words = List.of(line.split(BETWEEN, -1));
      run(core, words.get(0), Set.copyOf(words.subList(1, words.size())), Path.of(arguments[0]));
      answers.println(DONE);
    }
    System.exit(0);
  }

  static void run(JUnitCore core, String className, Set<String> methods, Path reports)
      throws IOException {
    ReportWriter report = new ReportWriter(className);
    core.addListener(report);
    try {
      core.run(Request.aClass(Class.forName(className)).filterWith(new Only(methods)));
    } catch (ClassNotFoundException | LinkageError e) {
      report.failed(e);
    } finally {
      core.removeListener(report);
    }
    report.write(reports);
  }

  /** Keeps methods by name; of a parameterized one those of all parameters. */
  private static final class Only extends Filter {
    private final Set<String> methods;

    Only(Set<String> methods) {
      this.methods = methods;
    }

    @Override
    public boolean shouldRun(Description description) {
      String name = description.getMethodName();
      if (!description.isTest() || name == null) {
        return description.getChildren().stream().anyMatch(this::shouldRun);
      }
      int parameter = name.indexOf('[');
      return methods.contains(parameter < 0 ? name : name.substring(0, parameter));
    }

    @Override
    public String describe() {
      return "the selected methods";
    }
  }
}

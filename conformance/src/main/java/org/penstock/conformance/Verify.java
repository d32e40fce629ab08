package org.penstock.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Judges a run by its reports and prints one table; every deviation fails the build. */
final class Verify {

  private static final int SLOWEST = 10;

  private Verify() {}

  /**
   * Judges a run, and prints the verdict.
   *
   * @return whether all is as it should be
   * @throws IOException if there are no reports, or one cannot be read
   */
  static boolean judge(Run run) throws IOException {
    if (!Files.isDirectory(run.reports())) {
      throw new IOException(
          "No test reports in the folder "
              + run.reports().getFileName()
              + ": the suites did not run.");
    }
    List<Outcome> outcomes = Reports.read(run.reports());
    TestList expected =
        TestList.load("expected-failures-" + run.target().name() + ".txt", run.catalogue());
    Verdict verdict = Verdict.of(run.selection().tests(Selection.Fate.RUN), outcomes, expected);
    print(run, verdict, outcomes);
    return verdict.deviations().isEmpty();
  }

  private static void print(Run run, Verdict verdict, List<Outcome> outcomes) {
    System.out.println("Slowest:");
    outcomes.stream()
        .sorted(Comparator.comparingDouble(Outcome::seconds).reversed())
        .limit(SLOWEST)
        .forEach(
            outcome ->
                System.out.println(
                    String.format(Locale.ROOT, "  %7.1f s  %s", outcome.seconds(), outcome.id())));
    if (!verdict.causes().isEmpty()) {
      System.out.println("Failures by cause:");
      verdict.causes().entrySet().stream()
          .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
          .forEach(Verify::printCause);
    }
    printTable(run, verdict);
    if (!verdict.deviations().isEmpty()) {
      System.out.println("Deviations: " + verdict.deviations().size());
      verdict.deviations().forEach(line -> System.out.println("  " + line));
    }
  }

  private static void printCause(Map.Entry<String, List<String>> cause) {
    System.out.println("  " + cause.getValue().size() + " x " + cause.getKey());
    cause.getValue().forEach(id -> System.out.println("        " + id));
  }

  private static void printTable(Run run, Verdict verdict) {
    System.out.println("Beam's runner suites on " + run.target().name());
    System.out.println(
        String.format(
            "  %-16s %9s %6s %7s %7s %10s %8s",
            "suite", "selected", "ran", "passed", "failed", "(expected)", "skipped"));
    for (SuiteTest.Suite suite : SuiteTest.Suite.values()) {
      Verdict.Tally tally = verdict.tallies().get(suite);
      if (tally != null) {
        System.out.println(
            String.format(
                Locale.ROOT,
                "  %-16s %9d %6d %7d %7d %10d %8d",
                suite,
                tally.selected(),
                tally.ran(),
                tally.passed(),
                tally.failed(),
                tally.expected(),
                tally.skipped()));
      }
    }
    run.selection().summary().stream().skip(1).forEach(line -> System.out.println("  " + line));
  }
}

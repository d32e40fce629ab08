package org.penstock.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.penstock.benchmarks.Comparison.Result;

/** The results as text. */
final class Table {
  private Table() {}

  static void print(List<Result> results, PrintStream out) {
    out.printf(
        "%-11s  %-5s  %10s  %12s  %6s  %11s  %6s%n",
        "workload", "of", "native ns", "penstock ns", "ratio", "records", "rounds");
    for (Result result : results) {
      row(out, result, "CPU", result.flink().cpu(), result.penstock().cpu(), result.cpuRatio());
      row(out, result, "wall", result.flink().wall(), result.penstock().wall(), result.wallRatio());
    }
    out.println("ns: for a record, without the start of the job; medians of all rounds.");
  }

  private static void row(
      PrintStream out, Result result, String of, double flink, double penstock, double ratio) {
    out.printf(
        Locale.ROOT,
        "%-11s  %-5s  %10.1f  %12.1f  %6.2f  %,11d  %6d%n",
        result.workload(),
        of,
        flink,
        penstock,
        ratio,
        result.records(),
        result.rounds());
  }
}

package org.penstock.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.penstock.benchmarks.Comparison.Result;

/** The results as text: a line for each side, with ratios to the first side of its workload. */
final class Table {
  private Table() {}

  static void print(List<Result> results, PrintStream out) {
    out.printf(
        "%-11s  %-8s  %10s  %6s  %10s  %6s  %11s  %6s%n",
        "workload", "side", "CPU ns", "ratio", "wall ns", "ratio", "records", "rounds");
    for (Result result : results) {
      result.costs().forEach((side, cost) -> row(out, result, side, cost));
    }
    out.println("ns: for a record, without the start of the job; medians of all rounds.");
  }

  private static void row(PrintStream out, Result result, Side side, Cost cost) {
    Cost first = result.costs().values().iterator().next();
    out.printf(
        Locale.ROOT,
        "%-11s  %-8s  %10.1f  %6.2f  %10.1f  %6.2f  %,11d  %6d%n",
        result.workload(),
        side,
        cost.cpu(),
        cost.cpu() / first.cpu(),
        cost.wall(),
        cost.wall() / first.wall(),
        result.records(),
        result.rounds());
  }
}

package org.penstock.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.penstock.benchmarks.Comparison.Result;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code benchmark}. */
@Command(
    name = "benchmark",
    description = "Runs the same work natively on Flink and on Penstock, and prints the ratios.",
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
  private static final List<Workload> WORKLOADS =
      List.of(new Chain5(), new WordCount(), new WindowCount(), new StatefulCounter());
  private static final String ALL = "all";
  private static final String NAMES = "chain5, wordcount, windowcount, counter or all";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Parameters(arity = "0..1", defaultValue = ALL, description = NAMES + " (all).")
  private String workload = ALL;

  @Option(names = "--records", description = "How many records a job has; each workload's own.")
  private long records;

  @Option(names = "--rounds", defaultValue = "5", description = "How many rounds (5).")
  private int rounds;

  @Option(names = "--warm-ups", defaultValue = "2", description = "Rounds before that (2).")
  private int warmUps;

  @Option(
      names = "--sides",
      split = ",",
      defaultValue = "native,classic",
      description = {
        "Of native, classic and portable, those to run (native,classic); ratios are to the first.",
        "Alone a side has the compiler's optimizations to itself."
      })
  private List<Side> sides = List.of();

  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  static CommandLine command(PrintStream out) {
    return new CommandLine(new Main(out)).setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Runs the command; the exit code is 0 only if all jobs had the right result. */
  public static void main(String[] arguments) {
    System.exit(command(System.out).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<Workload> chosen =
        WORKLOADS.stream()
            .filter(one -> ALL.equals(workload) || one.name().equals(workload))
            .toList();
    if (chosen.isEmpty() || rounds < 1 || warmUps < 0 || records < 0) {
      throw new ParameterException(
          command.commandLine(),
          "Expected "
              + NAMES
              + ", at least one round and no negative number, found "
              + command.commandLine().getParseResult().originalArgs());
    }
    List<Result> results = new ArrayList<>();
    BenchmarkCluster cluster = BenchmarkCluster.start();
    try {
      for (Workload one : chosen) {
        results.add(compare(one));
      }
    } finally {
      cluster.stop();
    }
    Table.print(results, out);
    return 0;
  }

  private Result compare(Workload chosen) throws Exception {
    Comparison comparison =
        new Comparison(
            chosen,
            records == 0 ? chosen.defaultRecords() : records,
            List.copyOf(new LinkedHashSet<>(sides)));
    for (int i = 0; i < warmUps; i++) {
      comparison.round();
    }
    comparison.forget();
    for (int i = 0; i < rounds; i++) {
      comparison.round();
    }
    return comparison.result();
  }
}

package org.penstock.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** Runs a workload on the sides, round by round, and compares the medians. */
final class Comparison {
  /** What is left when there is next to nothing to do is the start and the end of a job. */
  private static final long NEXT_TO_NONE = 1;

  private final Workload workload;
  private final long records;
  private final List<Side> sides;
  private final Map<Side, List<Cost>> costs = new LinkedHashMap<>();

  Comparison(Workload workload, long records, List<Side> sides) {
    this.workload = workload;
    this.records = records;
    this.sides = List.copyOf(sides);
    forget();
  }

  private List<Cost> costs(Side side) {
    return Objects.requireNonNull(costs.get(side), "one of the sides");
  }

  /**
   * Runs the sides, each once with all records and once with next to none. The side that goes first
   * changes from round to round.
   *
   * @throws IllegalStateException if a side got a wrong result
   */
  void round() throws Exception {
    List<Side> order = new ArrayList<>(sides);
    Collections.rotate(order, costs(sides.get(0)).size());
    for (Side side : order) {
      Cost start = run(side, NEXT_TO_NONE);
      costs(side).add(run(side, records).minus(start).dividedBy(records));
    }
  }

  /** Forgets the rounds so far, which only warmed up. */
  final void forget() {
    sides.forEach(side -> costs.put(side, new ArrayList<>()));
  }

  private Cost run(Side side, long count) throws Exception {
    long[] checksum = new long[1];
    Cost cost = Cost.of(() -> checksum[0] = side.run(workload, count));
    long expected = workload.expected(count);
    if (checksum[0] != expected) {
      throw new IllegalStateException(
          String.format(
              "%s of %d records on side %s: expected the checksum %d, found %d",
              workload.name(), count, side, expected, checksum[0]));
    }
    return cost;
  }

  /** The rounds so far. */
  Result result() {
    Map<Side, Cost> medians = new LinkedHashMap<>();
    costs.forEach((side, rounds) -> medians.put(side, median(rounds)));
    return new Result(workload.name(), records, costs(sides.get(0)).size(), medians);
  }

  private static Cost median(List<Cost> costs) {
    return new Cost(median(costs, Cost::cpu), median(costs, Cost::wall));
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> of) {
    double[] sorted = costs.stream().mapToDouble(of).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * What a comparison found.
   *
   * @param workload its name
   * @param records how many each job had
   * @param rounds how many rounds the medians are of
   * @param costs the cost of a record on each side, in the order of the sides
   */
  record Result(String workload, long records, int rounds, Map<Side, Cost> costs) {}
}

package org.penstock.conformance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run's outcomes mean.
 *
 * @param tallies the counts of each suite
 * @param causes the failed tests, by the cause of the failure
 * @param deviations what is not as it has to be, a line each; empty for a run that passes
 */
record Verdict(
    Map<SuiteTest.Suite, Tally> tallies,
    Map<String, List<String>> causes,
    List<String> deviations) {

  /** The counts of one suite. */
  record Tally(long selected, long ran, long passed, long failed, long expected, long skipped) {}

  Verdict {
    tallies = Map.copyOf(tallies);
    causes = new TreeMap<>(causes);
    deviations = List.copyOf(deviations);
  }

  /** Judges a run: an expected failure has to fail, and everything else has to pass. */
  static Verdict of(
      Collection<SuiteTest> selected, Collection<Outcome> outcomes, TestList expected) {
    Map<String, Outcome> worst = worst(selected, outcomes);
    List<String> deviations = new ArrayList<>();
    for (SuiteTest test : selected) {
      deviation(test, Optional.ofNullable(worst.get(test.id())), expected)
          .ifPresent(deviations::add);
    }
    Set<String> ids = selected.stream().map(SuiteTest::id).collect(Collectors.toSet());
    worst.values().stream()
        .filter(outcome -> !ids.contains(outcome.id()))
        .forEach(outcome -> deviations.add("not selected: " + describe(outcome)));
    return new Verdict(tallies(selected, worst, expected), causes(worst.values()), deviations);
  }

  /** The worst outcome of each test; a set-up that failed is one of every test of its class. */
  private static Map<String, Outcome> worst(
      Collection<SuiteTest> selected, Collection<Outcome> outcomes) {
    Map<String, Outcome> worst = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      worst.merge(outcome.id(), outcome, Verdict::worse);
    }
    for (Outcome outcome : List.copyOf(worst.values())) {
      if (outcome.ofClass()) {
        List<SuiteTest> without =
            selected.stream()
                .filter(test -> outcome.id().equals(test.className() + "#"))
                .filter(test -> !worst.containsKey(test.id()))
                .toList();
        without.forEach(test -> worst.put(test.id(), outcome.as(test)));
        if (!without.isEmpty()) {
          worst.remove(outcome.id());
        }
      }
    }
    return worst;
  }

  private static Outcome worse(Outcome left, Outcome right) {
    return left.status().compareTo(right.status()) >= 0 ? left : right;
  }

  private static Optional<String> deviation(
      SuiteTest test, Optional<Outcome> found, TestList expected) {
    if (found.isEmpty()) {
      return Optional.of("selected and did not run: " + test.id());
    }
    Outcome outcome = found.get();
    boolean listed = expected.contains(test);
    return switch (outcome.status()) {
      case PASSED ->
          listed
              ? Optional.of("passed; take it out of " + expected.name() + ": " + test.id())
              : Optional.empty();
      case FAILED -> listed ? Optional.empty() : Optional.of("failed: " + describe(outcome));
      case SKIPPED ->
          test.ignored() || listed
              ? Optional.empty()
              : Optional.of("skipped, and Beam does not ignore it: " + test.id());
    };
  }

  private static String describe(Outcome outcome) {
    return outcome.id()
        + (outcome.status() == Outcome.Status.FAILED ? ": " + Cause.of(outcome.trace()) : "");
  }

  private static Map<SuiteTest.Suite, Tally> tallies(
      Collection<SuiteTest> selected, Map<String, Outcome> outcomes, TestList expected) {
    Map<SuiteTest.Suite, Tally> tallies = new EnumMap<>(SuiteTest.Suite.class);
    for (SuiteTest.Suite suite : SuiteTest.Suite.values()) {
      List<SuiteTest> tests = selected.stream().filter(test -> test.suite() == suite).toList();
      List<Outcome> ran =
          tests.stream()
              .flatMap(test -> Optional.ofNullable(outcomes.get(test.id())).stream())
              .toList();
      long failed = count(ran, Outcome.Status.FAILED);
      long foreseen =
          ran.stream()
              .filter(outcome -> outcome.status() == Outcome.Status.FAILED)
              .filter(outcome -> expected.reasons().containsKey(outcome.id()))
              .count();
      tallies.put(
          suite,
          new Tally(
              tests.size(),
              ran.size(),
              count(ran, Outcome.Status.PASSED),
              failed,
              foreseen,
              count(ran, Outcome.Status.SKIPPED)));
    }
    return tallies;
  }

  private static long count(List<Outcome> outcomes, Outcome.Status status) {
    return outcomes.stream().filter(outcome -> outcome.status() == status).count();
  }

  private static Map<String, List<String>> causes(Collection<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.status() == Outcome.Status.FAILED)
        .collect(
            Collectors.groupingBy(
                outcome -> Cause.of(outcome.trace()),
                TreeMap::new,
                Collectors.mapping(Outcome::id, Collectors.toList())));
  }
}

package org.penstock.conformance.sdks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Makes one test of each test of a suite.
 *
 * @param suite the suite's name
 * @param counts how many tests it has to have
 * @param expected those that are known to fail
 */
record SuiteCases(String suite, Counts counts, ExpectedFailures expected) {

  /**
   * @param cases how many tests there are, with those that are skipped: a suite that runs nothing
   *     must not be green
   * @param skipped how many of them the suite itself leaves out
   */
  record Counts(int cases, int skipped) {
    static Counts of(List<Outcome> outcomes) {
      long skipped =
          outcomes.stream().filter(one -> one.status() == Outcome.Status.SKIPPED).count();
      return new Counts(outcomes.size(), (int) skipped);
    }
  }

  Stream<DynamicTest> of(List<Outcome> outcomes) {
    DynamicTest complete =
        dynamicTest(
            suite + " is complete", () -> assertThat(Counts.of(outcomes)).isEqualTo(counts));
    return Stream.concat(
        Stream.of(complete),
        outcomes.stream().map(one -> dynamicTest(suite + "/" + one.id(), () -> judge(one))));
  }

  private void judge(Outcome outcome) {
    Optional<String> reason = expected.reason(suite, outcome);
    switch (outcome.status()) {
      case PASSED -> {
        if (reason.isPresent()) {
          throw new AssertionError(
              "It is listed in %s, but passes: strike it from the list. There it says: %s"
                  .formatted(expected.file(), reason.get()));
        }
      }
      case FAILED -> {
        Assumptions.assumeTrue(
            reason.isEmpty(), () -> "Fails as expected: " + reason.orElseThrow());
        throw new AssertionError(outcome.text());
      }
      case SKIPPED -> Assumptions.abort(outcome.text());
    }
  }
}

package org.penstock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class VerdictTest {

  private static final SuiteTest ONE = test("one", false);
  private static final SuiteTest TWO = test("two", false);
  private static final TestList NONE = new TestList("none", Map.of());

  @Test
  void allPassed() {
    Verdict verdict = Verdict.of(List.of(ONE, TWO), List.of(passed(ONE), passed(TWO)), NONE);

    assertThat(verdict.deviations()).isEmpty();
    assertThat(verdict.tallies().get(SuiteTest.Suite.VALIDATES_RUNNER))
        .isEqualTo(new Verdict.Tally(2, 2, 2, 0, 0, 0));
  }

  @Test
  void anUnlistedFailureDeviates() {
    Verdict verdict =
        Verdict.of(List.of(ONE), List.of(failed(ONE.id(), "java.io.IOException: disk")), NONE);

    assertThat(verdict.deviations()).containsExactly("failed: C#one: java.io.IOException: disk");
    assertThat(verdict.causes()).containsOnlyKeys("java.io.IOException: disk");
  }

  @Test
  void aListedFailureIsCountedAndDoesNotDeviate() {
    Verdict verdict = Verdict.of(List.of(ONE), List.of(failed(ONE.id(), "x")), listing(ONE));

    assertThat(verdict.deviations()).isEmpty();
    assertThat(verdict.tallies().get(SuiteTest.Suite.VALIDATES_RUNNER))
        .isEqualTo(new Verdict.Tally(1, 1, 0, 1, 1, 0));
  }

  @Test
  void aListedTestThatPassesDeviates() {
    Verdict verdict = Verdict.of(List.of(ONE), List.of(passed(ONE)), listing(ONE));

    assertThat(verdict.deviations()).containsExactly("passed; take it out of list: C#one");
  }

  @Test
  void aTestThatDidNotRunDeviatesEvenIfListed() {
    Verdict verdict = Verdict.of(List.of(ONE, TWO), List.of(passed(ONE)), listing(TWO));

    assertThat(verdict.deviations()).containsExactly("selected and did not run: C#two");
  }

  @Test
  void aTestThatWasNotSelectedDeviates() {
    Verdict verdict = Verdict.of(List.of(ONE), List.of(passed(ONE), passed(TWO)), NONE);

    assertThat(verdict.deviations()).containsExactly("not selected: C#two");
  }

  @Test
  void onlyAnIgnoredTestMayBeSkipped() {
    SuiteTest ignored = test("ignored", true);

    Verdict verdict =
        Verdict.of(List.of(ignored, ONE), List.of(skipped(ignored), skipped(ONE)), NONE);

    assertThat(verdict.deviations()).containsExactly("skipped, and Beam does not ignore it: C#one");
  }

  @Test
  void oneFailedParameterFailsTheMethod() {
    Verdict verdict = Verdict.of(List.of(ONE), List.of(failed(ONE.id(), "x"), passed(ONE)), NONE);

    assertThat(verdict.deviations()).containsExactly("failed: C#one: x");
  }

  @Test
  void aFailedSetUpFailsTheTestsOfItsClass() {
    Verdict verdict =
        Verdict.of(List.of(ONE, TWO), List.of(failed("C#", "no set-up")), listing(TWO));

    assertThat(verdict.deviations()).containsExactly("failed: C#one: no set-up");
  }

  @Test
  void aFailedTearDownDeviatesThoughAllTestsPassed() {
    Verdict verdict =
        Verdict.of(List.of(ONE), List.of(passed(ONE), failed("C#", "no tear-down")), NONE);

    assertThat(verdict.deviations()).containsExactly("not selected: C#: no tear-down");
  }

  private static SuiteTest test(String method, boolean ignored) {
    return new SuiteTest(
        "C", method, SuiteTest.Suite.VALIDATES_RUNNER, ignored, Set.of("ValidatesRunner"));
  }

  private static TestList listing(SuiteTest test) {
    return new TestList("list", Map.of(test.id(), "reason"));
  }

  private static Outcome passed(SuiteTest test) {
    return new Outcome(test.id(), Outcome.Status.PASSED, 1, "");
  }

  private static Outcome skipped(SuiteTest test) {
    return new Outcome(test.id(), Outcome.Status.SKIPPED, 0, "");
  }

  private static Outcome failed(String id, String trace) {
    return new Outcome(id, Outcome.Status.FAILED, 1, trace);
  }
}

package org.penstock.conformance.sdks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;
import org.penstock.conformance.sdks.Outcome.Status;
import org.penstock.conformance.sdks.SuiteCases.Counts;

final class SuiteCasesTest {
  private static final ExpectedFailures LIST =
      new ExpectedFailures("list.txt", Map.of("loopback/One::known", "no Kafka"));

  private static List<DynamicTest> tests(Counts counts, Outcome... outcomes) {
    return new SuiteCases("loopback", counts, LIST).of(List.of(outcomes)).toList();
  }

  private static Executable test(String id, Status status) {
    return tests(new Counts(1, 0), new Outcome(id, status, "said")).get(1).getExecutable();
  }

  @Test
  void whatPassesPasses() {
    assertThatCode(() -> test("One::new", Status.PASSED).execute()).doesNotThrowAnyException();
  }

  @Test
  void whatFailsFailsWithTheTextOfTheSuite() {
    assertThatThrownBy(() -> test("One::new", Status.FAILED).execute())
        .isInstanceOf(AssertionError.class)
        .hasMessage("said");
  }

  @Test
  void whatIsListedAndFailsDoesNotCountAsPassed() {
    assertThatThrownBy(() -> test("One::known", Status.FAILED).execute())
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("no Kafka");
  }

  @Test
  void whatIsListedAndPassesFails() {
    assertThatThrownBy(() -> test("One::known", Status.PASSED).execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("list.txt")
        .hasMessageContaining("strike it");
  }

  @Test
  void whatTheSuiteSkipsDoesNotCountAsPassed() {
    assertThatThrownBy(() -> test("One::new", Status.SKIPPED).execute())
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("said");
  }

  @Test
  void aSuiteThatRunsNothingFails() {
    Executable complete = tests(new Counts(1, 0)).get(0).getExecutable();

    assertThatThrownBy(complete::execute).isInstanceOf(AssertionError.class);
  }

  @Test
  void aSuiteThatSkipsMoreThanItMayFails() {
    Outcome skipped = new Outcome("One::new", Status.SKIPPED, "");
    Executable complete = tests(new Counts(1, 0), skipped).get(0).getExecutable();

    assertThatThrownBy(complete::execute).isInstanceOf(AssertionError.class);
  }
}

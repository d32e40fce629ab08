package org.penstock.conformance.sdks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.penstock.conformance.sdks.Outcome.Status;

final class ExpectedFailuresTest {
  @Test
  void aTestIsListedForOneSuiteOnly() {
    ExpectedFailures list =
        ExpectedFailures.parse("list", List.of("# a comment", "", "loopback/One::test_a no Kafka"));
    Outcome outcome = new Outcome("One::test_a", Status.FAILED, "");

    assertThat(list.reason("loopback", outcome)).contains("no Kafka");
    assertThat(list.reason("process", outcome)).isEmpty();
  }

  @Test
  void everyLineHasAReason() {
    assertThatThrownBy(() -> ExpectedFailures.parse("list", List.of("loopback/One::test_a")))
        .hasMessageContaining("list: expected 'suite/test-id reason'");
  }

  @Test
  void noTestIsThereTwice() {
    assertThatThrownBy(() -> ExpectedFailures.parse("list", List.of("a/b one", "a/b two")))
        .hasMessageContaining("list names a/b twice");
  }
}

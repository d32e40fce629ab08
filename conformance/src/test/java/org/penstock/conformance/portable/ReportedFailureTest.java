package org.penstock.conformance.portable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.junit.jupiter.api.Test;

final class ReportedFailureTest {
  private static String reported(String... lines) {
    return "Step Check failed:\n"
        + "org.penstock.portable.runtime.SdkException: org.apache.beam.sdk.util.UserCodeException: "
        + "as the cause says\n"
        + "\tat org.apache.beam.sdk.util.UserCodeException.wrap(UserCodeException.java:39)\n"
        + String.join("\n", lines)
        + "\n";
  }

  @Test
  void anAssertionOfUserCodeIsThrownWithItsMessage() {
    ReportedFailure failure =
        ReportedFailure.of(
            reported(
                "Caused by: java.lang.AssertionError: Check",
                "Expected: <1>",
                "     but: was <2>",
                "\tat p.Check.apply(Check.java:1)",
                "\t... 3 more"));

    assertThatThrownBy(failure::toThrow)
        .isInstanceOf(AssertionError.class)
        .hasMessage("Check\nExpected: <1>\n     but: was <2>");
  }

  @Test
  void anExceptionOfUserCodeIsTheCause() {
    RuntimeException thrown =
        ReportedFailure.of(
                reported(
                    "Caused by: java.lang.IllegalArgumentException: not that",
                    "\tat p.Check.apply(Check.java:1)"))
            .toThrow();

    assertThat(thrown)
        .isInstanceOf(PipelineExecutionException.class)
        .hasCauseExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not that");
  }

  @Test
  void whatNamesNoExceptionIsThere() {
    assertThat(ReportedFailure.of("The worker is gone.").toThrow())
        .hasMessageContaining("The worker is gone.");
  }
}

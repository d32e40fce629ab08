package org.penstock.conformance.sdks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.conformance.sdks.Outcome.Status;

final class JUnitReportTest {
  @TempDir private Path folder;

  private Path report(String cases) throws IOException {
    return Files.writeString(
        folder.resolve("report.xml"),
        "<testsuites><testsuite name=\"pytest\">" + cases + "</testsuite></testsuites>");
  }

  @Test
  void tellsHowEachTestEnded() throws IOException {
    Path report =
        report(
            """
            <testcase classname="a.b_test.One" name="test_a"/>
            <testcase classname=".Two" name="test_b"><failure message="no">line 1
            line 2</failure></testcase>
            <testcase classname="Two" name="test_c"><error message="no">set-up</error></testcase>
            <testcase classname="Two" name="test_d"><skipped message="why">file:7: why</skipped></testcase>
            """);

    assertThat(JUnitReport.read(report))
        .containsExactly(
            new Outcome("One::test_a", Status.PASSED, ""),
            new Outcome("Two::test_b", Status.FAILED, "line 1\nline 2"),
            new Outcome("Two::test_c", Status.FAILED, "set-up"),
            new Outcome("Two::test_d", Status.SKIPPED, "why"));
  }

  @Test
  void aTestWhoseTearDownFailsHasFailed() throws IOException {
    Path report =
        report(
            """
            <testcase classname="One" name="test_a"/>
            <testcase classname="One" name="test_a"><error message="no">tear-down</error></testcase>
            """);

    assertThat(JUnitReport.read(report))
        .isEqualTo(List.of(new Outcome("One::test_a", Status.FAILED, "tear-down")));
  }

  @Test
  void halfAReportIsNone() throws IOException {
    Path half = Files.writeString(folder.resolve("half.xml"), "<testsuites><testcase");

    assertThatThrownBy(() -> JUnitReport.read(half))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("half.xml");
  }
}

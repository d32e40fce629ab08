package org.penstock.conformance.sdks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.conformance.sdks.Outcome.Status;

final class GoTestReportTest {
  @TempDir private Path folder;

  private Path report(String lines) throws IOException {
    return Files.writeString(folder.resolve("report.json"), lines);
  }

  @Test
  void tellsHowEachTestEnded() throws IOException {
    Path report =
        report(
            """
            {"Action":"start","Package":"p"}
            {"Action":"run","Test":"TestA"}
            {"Action":"output","Test":"TestA","Output":"fine\\n"}
            {"Action":"pass","Test":"TestA","Elapsed":1.5}
            {"Action":"run","Test":"TestB"}
            {"Action":"run","Test":"TestB/sub"}
            {"Action":"output","Test":"TestB/sub","Output":"not so\\n"}
            {"Action":"fail","Test":"TestB/sub"}
            {"Action":"fail","Test":"TestB"}
            {"Action":"run","Test":"TestC"}
            {"Action":"output","Test":"TestC","Output":"not here\\n"}
            {"Action":"skip","Test":"TestC"}
            {"Action":"fail","Package":"p"}
            """);

    assertThat(GoTestReport.read(report))
        .containsExactly(
            new Outcome("TestA", Status.PASSED, ""),
            new Outcome("TestB", Status.FAILED, "not so"),
            new Outcome("TestC", Status.SKIPPED, "not here"));
  }

  @Test
  void whatDoesNotEndHasFailed() throws IOException {
    Path report = report("{\"Action\":\"run\",\"Test\":\"TestA\"}\n");

    assertThat(GoTestReport.read(report))
        .singleElement()
        .extracting(Outcome::status)
        .isEqualTo(Status.FAILED);
  }

  @Test
  void halfAReportIsNone() throws IOException {
    Path report = report("{\"Action\":\"run\",\"Te");

    assertThatThrownBy(() -> GoTestReport.read(report)).isInstanceOf(IOException.class);
  }
}

package org.penstock.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportsTest {

  @Test
  void readsEveryKindOfOutcome(@TempDir Path folder) throws IOException {
    write(
        folder,
        """
        <testsuite>
          <testcase classname="p.C$In" name="good" time="1,234.5"/>
          <testcase classname="p.C$In" name="many[0]" time="1"/>
          <testcase classname="p.C$In" name="bad" time="2"><failure type="T">trace</failure></testcase>
          <testcase classname="p.C$In" name="ugly" time="2"><error type="T">other</error></testcase>
          <testcase classname="p.C$In" name="not" time="0"><skipped message="later"/></testcase>
          <testcase classname="p.D" name="" time="0"><error>set-up</error></testcase>
        </testsuite>
        """);

    assertThat(Reports.read(folder))
        .isEqualTo(
            List.of(
                new Outcome("p.C$In#good", Outcome.Status.PASSED, 1234.5, ""),
                new Outcome("p.C$In#many", Outcome.Status.PASSED, 1, ""),
                new Outcome("p.C$In#bad", Outcome.Status.FAILED, 2, "trace"),
                new Outcome("p.C$In#ugly", Outcome.Status.FAILED, 2, "other"),
                new Outcome("p.C$In#not", Outcome.Status.SKIPPED, 0, ""),
                new Outcome("p.D#", Outcome.Status.FAILED, 0, "set-up")));
  }

  @Test
  void aReportCutOffInTheMiddleIsAnError(@TempDir Path folder) throws IOException {
    write(folder, "<testsuite><testcase classname=");

    assertThatThrownBy(() -> Reports.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TEST-p.C.xml");
  }

  private static void write(Path folder, String text) throws IOException {
    Files.writeString(folder.resolve("TEST-p.C.xml"), text);
  }
}

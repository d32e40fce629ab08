package org.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PipelineArgumentsTest {
  private static final List<Path> FILES = List.of(Path.of("/a.jar"), Path.of("/b.jar"));

  @Test
  void addsRunnerMasterAndFiles() {
    assertThat(PipelineArguments.complete(List.of("--output=x"), FILES))
        .containsExactly(
            "--runner=PenstockRunner",
            "--flinkMaster=[local]",
            "--filesToStage=/a.jar,/b.jar",
            "--output=x");
  }

  @Test
  void keepsWhatTheUserGave() {
    List<String> given =
        List.of("--runner=DirectRunner", "--flinkMaster=host:1", "--filesToStage=/c.jar");
    assertThat(PipelineArguments.complete(given, FILES)).isEqualTo(given);
  }

  @Test
  void knowsWhetherThisRunnerIsMeant() {
    assertThat(PipelineArguments.areForThisRunner(List.of())).isTrue();
    assertThat(PipelineArguments.areForThisRunner(List.of("--runner=PenstockRunner"))).isTrue();
    assertThat(
            PipelineArguments.areForThisRunner(
                List.of("--runner=org.penstock.core.PenstockRunner")))
        .isTrue();
    assertThat(PipelineArguments.areForThisRunner(List.of("--runner=DirectRunner"))).isFalse();
  }

  @Test
  void takesTheLastValue() {
    assertThat(PipelineArguments.value(List.of("--a=1", "--ab=3", "--a=2"), "a")).contains("2");
  }

  @Test
  void cutsAtTheFirstTwoHyphens() {
    CommandLineArguments cut =
        CommandLineArguments.of(new String[] {"run", "a.jar", "--", "--x", "--", "y"});
    assertThat(cut)
        .isEqualTo(new CommandLineArguments(List.of("run", "a.jar"), List.of("--x", "--", "y")));
  }
}

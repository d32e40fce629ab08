package org.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PipelineArgumentsTest {
  @Test
  void addsRunnerAndMaster() {
    assertThat(PipelineArguments.complete(List.of("--output=x")))
        .containsExactly("--runner=PenstockRunner", "--flinkMaster=[local]", "--output=x");
  }

  @Test
  void keepsWhatTheUserGave() {
    List<String> given = List.of("--runner=DirectRunner", "--flinkMaster=host:1");
    assertThat(PipelineArguments.complete(given)).isEqualTo(given);
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

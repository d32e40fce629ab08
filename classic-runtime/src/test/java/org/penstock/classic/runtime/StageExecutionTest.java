package org.penstock.classic.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penstock.spi.StepException;

final class StageExecutionTest {
  private static final PaneInfo LATE = PaneInfo.createPane(false, false, Timing.LATE, 2, 1);
  private static final IntervalWindow FIRST =
      new IntervalWindow(Instant.ofEpochMilli(0), Instant.ofEpochMilli(10));
  private static final IntervalWindow SECOND =
      new IntervalWindow(Instant.ofEpochMilli(5), Instant.ofEpochMilli(15));

  private final Pipeline pipeline = Input.pipeline();
  private final PCollection<String> input = pipeline.apply(Input.of(StringUtf8Coder.of()));

  @BeforeEach
  void forgetEvents() {
    Fns.EVENTS.clear();
  }

  @Test
  void stepsCallEachOther() {
    PCollection<String> one = input.apply("One", ParDo.of(new Fns.Append("1")));
    PCollection<String> two = one.apply("Two", ParDo.of(new Fns.Append("2")));
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("a", "b");

      assertThat(run.values(one)).containsExactly("a1", "b1");
      assertThat(run.values(two)).containsExactly("a12", "b12");
    }
  }

  @Test
  void allReadersOfAPCollectionAreCalled() {
    PCollection<String> one = input.apply("One", ParDo.of(new Fns.Append("1")));
    PCollection<String> left = one.apply("Left", ParDo.of(new Fns.Append("l")));
    PCollection<String> right = one.apply("Right", ParDo.of(new Fns.Append("r")));
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("a");

      assertThat(run.values(left)).containsExactly("a1l");
      assertThat(run.values(right)).containsExactly("a1r");
    }
  }

  @Test
  void outputsInheritTimeWindowAndPane() {
    PCollection<String> windowed =
        pipeline
            .apply("W", Input.of(StringUtf8Coder.of(), FixedWindows.of(Duration.millis(10))))
            .apply("One", ParDo.of(new Fns.Append("1")));
    try (StageRun run = StageRun.of(pipeline)) {
      run.element(WindowedValues.of("a", Instant.ofEpochMilli(3), FIRST, LATE));

      assertThat(run.elements(windowed)).hasSize(1);
      WindowedValue<?> output = run.elements(windowed).get(0);
      assertThat(output.getTimestamp()).isEqualTo(Instant.ofEpochMilli(3));
      assertThat(List.<BoundedWindow>copyOf(output.getWindows())).containsExactly(FIRST);
      assertThat(output.getPaneInfo()).isEqualTo(LATE);
    }
  }

  private PCollectionTuple measured() {
    PCollectionTuple outputs =
        input.apply(
            "Measure",
            ParDo.of(new Fns.Measure()).withOutputTags(Fns.MAIN, TupleTagList.of(Fns.LENGTHS)));
    outputs.get(Fns.MAIN).setCoder(StringUtf8Coder.of());
    outputs.get(Fns.LENGTHS).setCoder(VarIntCoder.of());
    return outputs;
  }

  @Test
  void outputsGoToTheirTags() {
    PCollectionTuple outputs = measured();
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("abc");

      assertThat(run.values(outputs.get(Fns.MAIN))).containsExactly("abc");
      assertThat(run.values(outputs.get(Fns.LENGTHS))).containsExactly(3);
    }
  }

  @Test
  void anUnknownTagIsAnError() {
    measured();
    try (StageRun run = StageRun.of(pipeline)) {
      assertThatThrownBy(() -> run.bundle(""))
          .isInstanceOf(StepException.class)
          .cause()
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Measure")
          .hasMessageContaining("'nowhere'")
          .hasMessageContaining("lengths")
          .hasMessageContaining("withOutputTags");
    }
  }

  private WindowedValue<?> shifted(long millis, long skew) {
    PCollection<String> output = input.apply("Shift", ParDo.of(new Fns.Shift(millis, skew)));
    try (StageRun run = StageRun.of(pipeline)) {
      run.element(WindowedValues.timestampedValueInGlobalWindow("a", Instant.ofEpochMilli(1000)));
      return run.elements(output).get(0);
    }
  }

  @Test
  void elementsMayMoveForward() {
    assertThat(shifted(5, 0).getTimestamp()).isEqualTo(Instant.ofEpochMilli(1005));
  }

  @Test
  void elementsMayMoveBackAsFarAsTheSkewAllows() {
    assertThat(shifted(-500, 500).getTimestamp()).isEqualTo(Instant.ofEpochMilli(500));
  }

  @Test
  void aSkewOfForeverAllowsAnyTimestamp() {
    assertThat(shifted(-1_000_000_000, Long.MAX_VALUE).getTimestamp())
        .isEqualTo(Instant.ofEpochMilli(1000 - 1_000_000_000L));
  }

  @Test
  void elementsMayNotMoveBackFurther() {
    assertThatThrownBy(() -> shifted(-501, 500))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("Shift")
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot output with timestamp 1970-01-01T00:00:00.499Z");
  }

  @Test
  void elementsMayNotLeaveTheEndOfTime() {
    long tooFar = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis() - 999;

    assertThatThrownBy(() -> shifted(tooFar, 0)).isInstanceOf(StepException.class);
  }

  private static WindowedValue<String> inTwoWindows() {
    return WindowedValues.of(
        "a", Instant.ofEpochMilli(7), List.of(FIRST, SECOND), PaneInfo.NO_FIRING);
  }

  @Test
  void whoLooksAtTheWindowIsCalledForEach() {
    PCollection<String> named =
        pipeline
            .apply(
                "W",
                Input.of(
                    StringUtf8Coder.of(),
                    SlidingWindows.of(Duration.millis(10)).every(Duration.millis(5))))
            .apply("Name", ParDo.of(new Fns.NameWindow()));
    try (StageRun run = StageRun.of(pipeline)) {
      run.element(inTwoWindows());

      assertThat(run.values(named)).containsExactlyInAnyOrder("a in 9", "a in 14");
      assertThat(run.elements(named)).allSatisfy(one -> assertThat(one.getWindows()).hasSize(1));
    }
  }

  @Test
  void whoDoesNotLookIsCalledOnce() {
    PCollection<String> output =
        pipeline
            .apply("W", Input.of(StringUtf8Coder.of(), FixedWindows.of(Duration.millis(10))))
            .apply("One", ParDo.of(new Fns.Append("1")));
    try (StageRun run = StageRun.of(pipeline)) {
      run.element(inTwoWindows());

      assertThat(run.values(output)).containsExactly("a1");
      assertThat(run.elements(output).get(0).getWindows()).hasSize(2);
    }
  }

  @Test
  void windowsAreAssigned() {
    PCollection<String> windowed =
        input.apply("Into", Window.into(FixedWindows.of(Duration.millis(10))));
    try (StageRun run = StageRun.of(pipeline)) {
      run.element(
          WindowedValues.timestampedValueInGlobalWindow("a", Instant.ofEpochMilli(3), LATE));

      WindowedValue<?> output = run.elements(windowed).get(0);
      assertThat(List.<BoundedWindow>copyOf(output.getWindows())).containsExactly(FIRST);
      assertThat(output.getTimestamp()).isEqualTo(Instant.ofEpochMilli(3));
      assertThat(output.getPaneInfo()).isEqualTo(LATE);
    }
  }

  @Test
  void whatABundleOutputsAtItsEndReachesTheStepsBehind() {
    PCollection<String> last =
        input.apply("A", ParDo.of(new Fns.Lived("a"))).apply("B", ParDo.of(new Fns.Lived("b")));
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("x");

      assertThat(run.values(last)).containsExactly("x", "end of a", "end of b");
      assertThat(run.elements(last).get(1).getTimestamp()).isEqualTo(Instant.ofEpochMilli(42));
    }
    assertThat(Fns.EVENTS)
        .containsSubsequence("a start", "a x", "b x", "a finish", "b end of a", "b finish")
        .containsSubsequence("b start", "b x")
        .containsOnlyOnce("a setup", "b setup", "a teardown", "b teardown");
  }

  @Test
  void bundlesAreFinalizedWhenTheyAreCommitted() throws Exception {
    input.apply("Final", ParDo.of(new Fns.Finalized())).setCoder(StringUtf8Coder.of());
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("a");
      assertThat(Fns.EVENTS).as("before the commit").isEmpty();

      run.execution().bundlesCommitted();
      run.execution().bundlesCommitted();

      assertThat(Fns.EVENTS).containsExactly("committed a");
    }
  }

  @Test
  void everyStepCountsForItself() {
    input.apply("One", ParDo.of(new Fns.Append("1"))).apply("Two", ParDo.of(new Fns.Append("2")));
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("a", "b", "c");

      MetricName calls = MetricName.named("test", "calls");
      for (String step : List.of("One/ParMultiDo(Append)", "Two/ParMultiDo(Append)")) {
        assertThat(run.counted().getContainer(step).getCounter(calls).getCumulative())
            .as(step)
            .isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "process", "finish"})
  void aFailureNamesTheInnermostStep(String where) {
    input
        .apply("Outer", ParDo.of(new Fns.Append("1")))
        .apply("Inner", ParDo.of(new Fns.Failing(where)));
    try (StageRun run = StageRun.of(pipeline)) {
      assertThatThrownBy(() -> run.bundle("a"))
          .isInstanceOfSatisfying(
              StepException.class, e -> assertThat(e.step()).isEqualTo("Inner/ParMultiDo(Failing)"))
          .cause()
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("no " + where);
    }
    assertThat(Fns.EVENTS).containsExactly("failing teardown");
  }

  @Test
  void aFailingSetupNamesItsStep() {
    input.apply("Inner", ParDo.of(new Fns.Failing("setup")));

    assertThatThrownBy(() -> StageRun.of(pipeline))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("Inner")
        .hasMessageContaining("no setup");
  }

  @Test
  void aFailingTeardownKeepsNeitherTheOthersNorTheTask() {
    input
        .apply("A", ParDo.of(new Fns.Lived("a")))
        .apply("Fail", ParDo.of(new Fns.Failing("teardown")))
        .apply("B", ParDo.of(new Fns.Lived("b")));
    StageRun run = StageRun.of(pipeline);

    run.close();

    assertThat(Fns.EVENTS).contains("a teardown", "failing teardown", "b teardown");
  }
}

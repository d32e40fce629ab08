package org.penstock.classic.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.penstock.spi.StepException;

/** A splittable DoFn as the three parts that Beam takes it apart into. */
final class SplittableDoFnTest {
  private final Pipeline pipeline = Input.pipeline();
  private final PCollection<String> input = pipeline.apply(Input.of(StringUtf8Coder.of()));

  /** Outputs an element with each position of its text, a few at a time. */
  static final class Positions extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final int atATime;
    private final int parts;

    Positions(int atATime, int parts) {
      this.atATime = atATime;
      this.parts = parts;
    }

    @GetInitialRestriction
    public OffsetRange initial(@Element String element) {
      return new OffsetRange(0, element.length());
    }

    @SplitRestriction
    public void split(@Restriction OffsetRange range, OutputReceiver<OffsetRange> out) {
      long size = (range.getTo() - range.getFrom() + parts - 1) / parts;
      range.split(size, 1).forEach(out::output);
    }

    @ProcessElement
    public ProcessContinuation process(
        @Element String element,
        RestrictionTracker<OffsetRange, Long> tracker,
        OutputReceiver<String> out) {
      OffsetRange range = tracker.currentRestriction();
      if (element.equals("lazy")) {
        return ProcessContinuation.stop();
      }
      for (long i = range.getFrom(); i < range.getFrom() + atATime; i++) {
        if (!tracker.tryClaim(i)) {
          return ProcessContinuation.stop();
        }
        out.output(element + i + " of " + range.getFrom() + "-" + range.getTo());
      }
      return ProcessContinuation.resume().withResumeDelay(Duration.millis(1));
    }
  }

  private PCollection<String> positions(int atATime, int parts) {
    return input.apply("Positions", ParDo.of(new Positions(atATime, parts)));
  }

  @Test
  void processesTheWholeRestriction() {
    PCollection<String> output = positions(100, 1);
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("ab");

      assertThat(run.values(output)).containsExactly("ab0 of 0-2", "ab1 of 0-2");
      assertThat(run.execution().hasResiduals()).isFalse();
    }
  }

  @Test
  void splitsTheRestrictionFirst() {
    PCollection<String> output = positions(100, 2);
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("abcd");

      assertThat(run.values(output))
          .containsExactly("abcd0 of 0-2", "abcd1 of 0-2", "abcd2 of 2-4", "abcd3 of 2-4");
    }
  }

  @Test
  void goesOnWithWhatWasLeft() throws Exception {
    PCollection<String> output = positions(2, 1);
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("abc");
      assertThat(run.values(output)).containsExactly("abc0 of 0-3", "abc1 of 0-3");
      assertThat(run.execution().hasResiduals()).isTrue();

      run.execution().startBundle();
      run.execution().processResidual();
      run.execution().finishBundle();

      assertThat(run.values(output)).last().isEqualTo("abc2 of 2-3");
      assertThat(run.execution().hasResiduals()).isFalse();
    }
  }

  @Test
  void everyElementLeavesItsOwnRest() throws Exception {
    PCollection<String> output = positions(1, 1);
    int bundles = 0;
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("ab", "xyz");
      while (run.execution().hasResiduals()) {
        run.execution().startBundle();
        run.execution().processResidual();
        run.execution().finishBundle();
        bundles++;
      }

      assertThat(run.values(output))
          .containsExactlyInAnyOrderElementsOf(
              List.of("ab0 of 0-2", "ab1 of 1-2", "xyz0 of 0-3", "xyz1 of 1-3", "xyz2 of 2-3"));
      assertThat(bundles).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void whatWasSilentlyLeftOutIsAnError() {
    positions(1, 1);
    try (StageRun run = StageRun.of(pipeline)) {
      assertThatThrownBy(() -> run.bundle("lazy"))
          .isInstanceOf(StepException.class)
          .hasMessageContaining("Positions");
    }
  }

  /** Outputs, a second later each time, what its watermark is at the start of a call. */
  static final class Observed extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    @GetInitialRestriction
    public OffsetRange initial() {
      return new OffsetRange(0, 3);
    }

    @GetInitialWatermarkEstimatorState
    public Instant initialWatermark() {
      return Instant.ofEpochMilli(0);
    }

    @NewWatermarkEstimator
    public WatermarkEstimators.MonotonicallyIncreasing watermark(
        @WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.MonotonicallyIncreasing(state);
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker,
        WatermarkEstimator<Instant> watermark,
        OutputReceiver<String> out) {
      long position = tracker.currentRestriction().getFrom();
      if (!tracker.tryClaim(position)) {
        return ProcessContinuation.stop();
      }
      out.outputWithTimestamp(
          "at " + watermark.currentWatermark().getMillis(),
          Instant.ofEpochMilli(1000 * (position + 1)));
      return ProcessContinuation.resume();
    }
  }

  @Test
  void theWatermarkEstimatorSeesWhatIsOutput() throws Exception {
    PCollection<String> output = input.apply("Observed", ParDo.of(new Observed()));
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("a");
      while (run.execution().hasResiduals()) {
        run.execution().startBundle();
        run.execution().processResidual();
        run.execution().finishBundle();
      }

      assertThat(run.values(output)).containsExactly("at 0", "at 1000", "at 2000");
    }
  }
}

package org.penstock.classic.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.junit.jupiter.api.Test;
import org.penstock.core.PenstockPipelineOptions;

final class SpreadTest {
  /** The thread that processed a restriction: Flink names it after the subtask. */
  private static final Map<Long, String> TASKS = new ConcurrentHashMap<>();

  /** A few bytes that stand for much work. */
  static final class SmallRestrictions extends DoFn<Integer, Long> {
    @GetInitialRestriction
    public OffsetRange whole(@Element Integer size) {
      return new OffsetRange(0, size);
    }

    @SplitRestriction
    public void split(@Restriction OffsetRange whole, OutputReceiver<OffsetRange> parts) {
      for (long from = whole.getFrom(); from < whole.getTo(); from++) {
        parts.output(new OffsetRange(from, from + 1));
      }
    }

    @ProcessElement
    public void process(RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> out) {
      for (long i = tracker.currentRestriction().getFrom(); tracker.tryClaim(i); i++) {
        TASKS.put(i, Thread.currentThread().getName());
        out.output(i);
      }
    }
  }

  @Test
  void restrictionsOfOneElementSpreadOverAllSubtasks() {
    PenstockPipelineOptions options = Runs.options();
    options.setParallelism(3);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of(12)).apply(ParDo.of(new SmallRestrictions()));
    TASKS.clear();

    pipeline.run();

    assertThat(TASKS).hasSize(12);
    assertThat(TASKS.values())
        .anyMatch(task -> task.contains("(1/3)"))
        .anyMatch(task -> task.contains("(2/3)"))
        .anyMatch(task -> task.contains("(3/3)"));
  }
}

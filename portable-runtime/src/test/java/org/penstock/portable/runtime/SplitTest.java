package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.values.WindowedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a host does with an open bundle. */
@Timeout(120)
final class SplitTest {
  private static final Semaphore STEPS = new Semaphore(0);
  private static final CountDownLatch BEGUN = new CountDownLatch(1);
  private static final int END = 100;

  /** Claims a number for each permit. */
  @DoFn.BoundedPerElement
  static final class Slow extends DoFn<Long, Long> {
    @ProcessElement
    public void process(RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> out)
        throws InterruptedException {
      for (long i = tracker.currentRestriction().getFrom(); tracker.tryClaim(i); i++) {
        out.output(i);
        BEGUN.countDown();
        STEPS.acquire();
      }
    }

    @GetInitialRestriction
    public OffsetRange restriction() {
      return new OffsetRange(0, END);
    }

    @SplitRestriction
    public void whole(@Restriction OffsetRange range, OutputReceiver<OffsetRange> out) {
      out.output(range);
    }
  }

  @Test
  void theHostTakesAPartBack() throws Exception {
    MiniRunner runner = new MiniRunner();
    Pipeline pipeline = runner.pipeline();
    pipeline.apply(Create.of(1L)).apply("Slow", ParDo.of(new Slow()));
    List<Residual> residuals = new ArrayList<>();
    runner.processing =
        (spec, input) -> {
          if (spec.splittable() && spec.name().startsWith("Slow")) {
            MiniHost host = new MiniHost(runner, spec.components());
            splitAndFinish(spec, host, input.get(0));
            residuals.addAll(host.residuals);
            return true;
          }
          return false;
        };
    runner.run(pipeline);

    assertThat(residuals).hasSize(1);
    assertThat(residuals.get(0).split()).isTrue();
  }

  private static void splitAndFinish(
      PortableStageSpec spec, MiniHost host, WindowedValue<?> element) throws Exception {
    try (PortableStage stage = PortableStage.open(spec, host)) {
      stage.startBundle();
      assertThatIllegalStateException().isThrownBy(stage::startBundle);
      stage.process(element);
      stage.flush();
      BEGUN.await();
      stage.split(0.5);
      while (host.residuals.isEmpty()) {
        // A host is asked to drain when something has come.
        if (host.signals.get() > 0) {
          stage.drain();
        }
        Thread.sleep(5);
      }
      STEPS.release(END);
      stage.finishBundle();
      assertThat(stage.bundleOpen()).isFalse();
      assertThat(spec.truncation()).isPresent();
    }
  }

  @Test
  void truncationIsAStageOfItsOwn() throws Exception {
    MiniRunner runner = new MiniRunner();
    Pipeline pipeline = runner.pipeline();
    pipeline.apply(Create.of(1L)).apply("Slow", ParDo.of(new Slow()));
    List<RunnerApi.ExecutableStagePayload> truncations = new ArrayList<>();
    List<WindowedValue<?>> truncated = new CopyOnWriteArrayList<>();
    runner.processing =
        (spec, input) -> {
          if (spec.splittable()) {
            PortableStageSpec truncation = spec.truncation().orElseThrow();
            truncations.add(truncation.parsed());
            assertThat(truncation.environment()).isEqualTo(spec.environment());
            MiniHost host = new MiniHost(runner, truncation.components());
            host.sink = (id, value) -> truncated.add(value);
            host.run(truncation, input);
            // What is bounded is processed to its end.
            assertThat(truncated).hasSameSizeAs(input);
          }
          return spec.splittable();
        };
    runner.run(pipeline);

    assertThat(truncations).isNotEmpty();
  }
}

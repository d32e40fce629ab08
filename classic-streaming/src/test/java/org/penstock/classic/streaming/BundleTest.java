package org.penstock.classic.streaming;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.penstock.core.PenstockPipelineOptions;

final class BundleTest {
  /** Holds its elements back until the bundle ends. */
  static final class AtTheEnd extends DoFn<Long, Long> {
    private transient List<WindowedValue<Long>> held = new ArrayList<>();

    @StartBundle
    public void start() {
      held = new ArrayList<>();
    }

    @ProcessElement
    public void process(@Element Long value, @Timestamp Instant timestamp, BoundedWindow window) {
      held.add(WindowedValues.of(value, timestamp, window, PaneInfo.NO_FIRING));
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      for (WindowedValue<Long> value : held) {
        context.output(
            value.getValue(), value.getTimestamp(), value.getWindows().iterator().next());
      }
    }
  }

  /** Without lateness allowed, each of them that the watermark overtakes is dropped. */
  @Test
  void elementsOfAnOpenBundleHoldTheWatermark() {
    PenstockPipelineOptions options = StreamingRuns.options();
    options.setMaxBundleSize(7L);
    Pipeline pipeline = Pipeline.create(options);
    List<Long> tens = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      tens.add(10L);
    }
    PAssert.that(
            pipeline
                .apply(Read.from(new TickingSource(3000)))
                .apply(Window.into(FixedWindows.of(Duration.standardSeconds(10))))
                .apply(ParDo.of(new AtTheEnd()))
                .apply(Combine.globally(Count.<Long>combineFn()).withoutDefaults())
                .apply(Window.into(new org.apache.beam.sdk.transforms.windowing.GlobalWindows())))
        .containsInAnyOrder(tens);
    pipeline.run();
  }
}

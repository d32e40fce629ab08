package org.penstock.classic.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;
import org.penstock.runtime.streaming.FinalPanes;

/**
 * The grouping for one pane a window gives what the one for any trigger does: the same pipeline
 * runs on either, which is chosen by two triggers that mean the same.
 */
final class WindowedGroupingTest {
  /** The two ways to group. */
  enum Way {
    WINDOWED,
    TRIGGERED;

    Trigger trigger(WindowFn<?, ?> windows) {
      if (this == TRIGGERED) {
        return Repeatedly.forever(AfterWatermark.pastEndOfWindow());
      }
      // Beam takes no default trigger where the only window of an unbounded input never ends.
      return windows instanceof GlobalWindows
          ? AfterWatermark.pastEndOfWindow()
          : DefaultTrigger.of();
    }
  }

  private static final FixedWindows FIXED = FixedWindows.of(Duration.millis(20));
  private static final SlidingWindows SLIDING =
      SlidingWindows.of(Duration.millis(20)).every(Duration.millis(10));

  /** What came out: key, value, timestamp, window and pane. */
  private static final class Describe<V> extends DoFn<KV<String, V>, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(ProcessContext c, BoundedWindow window) {
      Object value = c.element().getValue();
      List<Integer> values = new ArrayList<>();
      if (value instanceof Iterable<?> several) {
        several.forEach(one -> values.add((Integer) one));
      } else {
        values.add((Integer) value);
      }
      Collections.sort(values);
      String pane = c.pane().equals(PaneInfo.ON_TIME_AND_ONLY_FIRING) ? "" : " " + c.pane();
      c.output(
          c.element().getKey()
              + values
              + " at "
              + c.timestamp().getMillis()
              + " until "
              + window.maxTimestamp().getMillis()
              + pane);
    }
  }

  private static Script script() {
    return new Script()
        .element("a", 1, 2)
        .element("a", 2, 9)
        .element("b", 4, 5)
        .watermark(15)
        .element("a", 3, 30)
        .element("a", 5, 25)
        .element("b", 9, 3) // behind the watermark, its window is open
        .watermark(22)
        .element("a", 7, 12) // its window is over
        .element("a", 8, 21) // behind the watermark, its window is open
        .element("c", 10, 21)
        .element("b", 6, 100);
  }

  private static Pipeline pipeline() {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setFlinkMaster("[local]");
    options.setParallelism(1);
    return Pipeline.create(options);
  }

  private static PCollection<KV<String, Integer>> windowed(
      PCollection<KV<String, Integer>> events,
      WindowFn<Object, ?> windows,
      TimestampCombiner combiner,
      Way way) {
    PCollection<KV<String, Integer>> windowed =
        events.apply(
            "windows " + way,
            Window.<KV<String, Integer>>into(windows)
                .triggering(way.trigger(windows))
                .withTimestampCombiner(combiner)
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes());
    assertThat(FinalPanes.suit(windowed.getWindowingStrategy())).isEqualTo(way == Way.WINDOWED);
    return windowed;
  }

  private static PCollection<String> grouped(PCollection<KV<String, Integer>> windowed, Way way) {
    return windowed
        .apply("group " + way, GroupByKey.create())
        .apply("groups " + way, ParDo.of(new Describe<Iterable<Integer>>()));
  }

  private static PCollection<String> summed(PCollection<KV<String, Integer>> windowed, Way way) {
    return windowed
        .apply("sum " + way, Sum.integersPerKey())
        .apply("sums " + way, ParDo.of(new Describe<Integer>()));
  }

  private static long dropped(PipelineResult result) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(GroupByKey.class, "droppedDueToLateness"))
            .build();
    return StreamSupport.stream(
            result.metrics().queryMetrics(filter).getCounters().spliterator(), false)
        .mapToLong(MetricResult::getAttempted)
        .sum();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void groupsAndDropsWhatIsLate(Way way) {
    Pipeline pipeline = pipeline();
    PCollection<KV<String, Integer>> windowed =
        windowed(pipeline.apply(Read.from(script())), FIXED, TimestampCombiner.END_OF_WINDOW, way);
    PAssert.that(grouped(windowed, way))
        .containsInAnyOrder(
            "a[1, 2] at 19 until 19",
            "b[4, 9] at 19 until 19",
            "a[3, 5, 8] at 39 until 39",
            "c[10] at 39 until 39",
            "b[6] at 119 until 119");

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(dropped(result)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void combinesWithTheEarliestTimestampAndDropsWhatIsLate(Way way) {
    Pipeline pipeline = pipeline();
    PCollection<KV<String, Integer>> windowed =
        windowed(pipeline.apply(Read.from(script())), FIXED, TimestampCombiner.EARLIEST, way);
    PAssert.that(summed(windowed, way))
        .containsInAnyOrder(
            "a[3] at 2 until 19",
            // The watermark was held at 2, so that 3 counts.
            "b[13] at 3 until 19",
            "a[16] at 25 until 39",
            // Behind the watermark: no timestamp to go by.
            "c[10] at 39 until 39",
            "b[6] at 100 until 119");

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(dropped(result)).isEqualTo(1);
  }

  static List<Arguments> windowings() {
    List<Arguments> all = new ArrayList<>();
    all.add(Arguments.of(FIXED, TimestampCombiner.LATEST));
    all.add(Arguments.of(SLIDING, TimestampCombiner.END_OF_WINDOW));
    all.add(Arguments.of(SLIDING, TimestampCombiner.EARLIEST));
    all.add(Arguments.of(new GlobalWindows(), TimestampCombiner.END_OF_WINDOW));
    all.add(Arguments.of(new GlobalWindows(), TimestampCombiner.EARLIEST));
    return all;
  }

  @ParameterizedTest
  @MethodSource("windowings")
  void bothWaysGiveTheSame(WindowFn<Object, ?> windows, TimestampCombiner combiner) {
    Pipeline pipeline = pipeline();
    PCollection<KV<String, Integer>> events = pipeline.apply(Read.from(script()));
    for (Way way : Way.values()) {
      PCollection<KV<String, Integer>> windowed = windowed(events, windows, combiner, way);
      Outputs.collect(grouped(windowed, way), "groups " + way);
      Outputs.collect(summed(windowed, way), "sums " + way);
    }

    pipeline.run().waitUntilFinish();

    for (String what : List.of("groups ", "sums ")) {
      List<String> triggered = Outputs.take(what + Way.TRIGGERED);
      assertThat(triggered).isNotEmpty();
      assertThat(Outputs.take(what + Way.WINDOWED)).containsExactlyInAnyOrderElementsOf(triggered);
    }
  }
}

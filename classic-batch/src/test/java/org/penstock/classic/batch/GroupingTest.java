package org.penstock.classic.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

final class GroupingTest {
  /** What came out: key, values in order, timestamp, window and pane. */
  static final class Describe extends DoFn<KV<String, Iterable<Integer>>, String> {
    @ProcessElement
    public void process(ProcessContext c, BoundedWindow window) {
      List<Integer> values = new ArrayList<>();
      c.element().getValue().forEach(values::add);
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

  private static PCollection<KV<String, Integer>> events(Pipeline pipeline) {
    return pipeline.apply(
        Create.timestamped(
                event("a", 1, 0),
                event("a", 2, 9),
                event("a", 3, 30),
                event("b", 4, 5),
                event("a", 5, 25),
                event("b", 6, 100))
            .withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())));
  }

  private static TimestampedValue<KV<String, Integer>> event(String key, int value, long millis) {
    return TimestampedValue.of(KV.of(key, value), Instant.ofEpochMilli(millis));
  }

  private static PCollection<String> grouped(
      Pipeline pipeline,
      PTransform<PCollection<KV<String, Integer>>, PCollection<KV<String, Integer>>> windowing) {
    return events(pipeline)
        .apply(windowing)
        .apply(GroupByKey.create())
        .apply(ParDo.of(new Describe()));
  }

  @Test
  void fixedWindows() {
    Pipeline pipeline = Runs.pipeline();
    PAssert.that(grouped(pipeline, Window.into(FixedWindows.of(Duration.millis(20)))))
        .containsInAnyOrder(
            "a[1, 2] at 19 until 19",
            "a[3, 5] at 39 until 39",
            "b[4] at 19 until 19",
            "b[6] at 119 until 119");
    pipeline.run();
  }

  @Test
  void slidingWindowsWithTheEarliestTimestamp() {
    Pipeline pipeline = Runs.pipeline();
    PAssert.that(
            grouped(
                pipeline,
                Window.<KV<String, Integer>>into(
                        SlidingWindows.of(Duration.millis(20)).every(Duration.millis(10)))
                    .withTimestampCombiner(TimestampCombiner.EARLIEST)))
        .containsInAnyOrder(
            "a[1, 2] at 0 until 9",
            "a[1, 2] at 0 until 19",
            "a[5] at 25 until 29",
            "a[3, 5] at 25 until 39",
            "a[3] at 30 until 49",
            "b[4] at 5 until 9",
            "b[4] at 5 until 19",
            "b[6] at 100 until 109",
            "b[6] at 100 until 119");
    pipeline.run();
  }

  @Test
  void sessionsMergeAndEnd() {
    Pipeline pipeline = Runs.pipeline();
    PAssert.that(
            grouped(
                pipeline,
                Window.<KV<String, Integer>>into(Sessions.withGapDuration(Duration.millis(10)))
                    .withTimestampCombiner(TimestampCombiner.LATEST)))
        .containsInAnyOrder(
            "a[1, 2] at 9 until 18",
            "a[3, 5] at 30 until 39",
            "b[4] at 5 until 14",
            "b[6] at 100 until 109");
    pipeline.run();
  }

  @Test
  void sessionsCombine() {
    Pipeline pipeline = Runs.pipeline();
    PAssert.that(
            events(pipeline)
                .apply(Window.into(Sessions.withGapDuration(Duration.millis(10))))
                .apply(Sum.integersPerKey()))
        .containsInAnyOrder(List.of(KV.of("a", 3), KV.of("a", 8), KV.of("b", 4), KV.of("b", 6)));
    pipeline.run();
  }

  @Test
  void alreadyMergedSessionsAreGroupedAsTheyAre() {
    Pipeline pipeline = Runs.pipeline();
    PCollection<KV<String, Integer>> sums =
        events(pipeline)
            .apply(Window.into(Sessions.withGapDuration(Duration.millis(10))))
            .apply(Sum.integersPerKey())
            .apply(
                MapElements.into(
                        TypeDescriptors.kvs(TypeDescriptors.strings(), TypeDescriptors.integers()))
                    .via(sum -> KV.of("all", sum.getValue())));
    PAssert.that(sums.apply(Sum.integersPerKey()))
        .containsInAnyOrder(
            List.of(KV.of("all", 3), KV.of("all", 8), KV.of("all", 4), KV.of("all", 6)));
    pipeline.run();
  }

  @Test
  void aTriggerThatFiresOften() {
    Pipeline pipeline = Runs.pipeline();
    PCollection<Integer> sums =
        events(pipeline)
            .apply(
                Window.<KV<String, Integer>>into(FixedWindows.of(Duration.millis(1000)))
                    .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(2)))
                    .withAllowedLateness(Duration.ZERO)
                    .discardingFiredPanes())
            .apply(Sum.integersPerKey())
            .apply(MapElements.into(TypeDescriptors.integers()).via(KV::getValue))
            .apply(
                Window.<Integer>configure()
                    .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                    .withAllowedLateness(Duration.ZERO)
                    .accumulatingFiredPanes())
            .apply(Sum.integersGlobally().withoutDefaults());
    PAssert.that(sums)
        .satisfies(
            all -> {
              List<Integer> panes = new ArrayList<>();
              all.forEach(panes::add);
              // Panes accumulate, so the last holds all.
              if (Collections.max(panes) != 21) {
                throw new AssertionError("Expected a pane with the sum 21, found " + panes);
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  void aNullKeyAndAnEmptyInput() {
    Pipeline pipeline = Runs.pipeline();
    PAssert.that(
            pipeline
                .apply(Create.empty(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
                .apply(GroupByKey.create())
                .apply(ParDo.of(new Describe())))
        .empty();
    pipeline.run();
  }
}

package org.penstock.portable.streaming;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pipelines in Beam's Java harness, from the runner to the result. */
@Timeout(120)
final class PortableStreamingTest {
  private final Pipeline pipeline = PortableRuns.pipeline();

  private static <A, B> MapElements<A, B> map(
      org.apache.beam.sdk.values.TypeDescriptor<B> type, SerializableFunction<A, B> function) {
    return MapElements.into(type).via(function);
  }

  @Test
  void elementsAreMappedAndCountedByWindow() {
    PCollection<KV<String, Long>> counts =
        pipeline
            .apply(Create.of(List.of(1L, 2L, 3L, 11L, 12L, 21L)))
            .apply(WithTimestamps.of(Instant::ofEpochMilli))
            .apply(map(TypeDescriptors.strings(), n -> n % 2 == 0 ? "even" : "odd"))
            .apply(Window.into(FixedWindows.of(Duration.millis(10))))
            .apply(Count.perElement());

    PAssert.that(counts)
        .containsInAnyOrder(
            List.of(
                KV.of("odd", 2L),
                KV.of("even", 1L),
                KV.of("odd", 1L),
                KV.of("even", 1L),
                KV.of("odd", 1L)));
    pipeline.run();
  }

  @Test
  void valuesThatOnlyTheSdkCanReadAreGrouped() {
    PCollection<KV<Integer, Iterable<Integer>>> groups =
        pipeline
            .apply(Create.of(KV.of(1, 10), KV.of(2, 20), KV.of(1, 11)))
            .apply(GroupByKey.create());

    PAssert.that(
            groups.apply(
                map(
                    TypeDescriptors.integers(),
                    group -> {
                      int sum = group.getKey() * 100;
                      for (int value : group.getValue()) {
                        sum += value;
                      }
                      return sum;
                    })))
        .containsInAnyOrder(121, 220);
    pipeline.run();
  }

  @Test
  void oneCollectionIsReadTwiceAndFlattened() {
    PCollection<Long> numbers = pipeline.apply(Create.of(1L, 2L));
    PCollection<Long> doubled = numbers.apply("Double", map(TypeDescriptors.longs(), n -> n * 2));
    PCollection<Long> squared = numbers.apply("Square", map(TypeDescriptors.longs(), n -> n * n));

    PAssert.that(
            PCollectionList.of(doubled)
                .and(squared)
                .apply(Flatten.pCollections())
                .apply(Sum.longsGlobally()))
        .containsInAnyOrder(11L);
    pipeline.run();
  }

  static final class ReadingAll extends DoFn<String, Long> {
    private final PCollectionView<Map<String, Long>> map;
    private final PCollectionView<List<Long>> list;
    private final PCollectionView<Long> single;

    ReadingAll(
        PCollectionView<Map<String, Long>> map,
        PCollectionView<List<Long>> list,
        PCollectionView<Long> single) {
      this.map = map;
      this.list = list;
      this.single = single;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      long sum = context.sideInput(single);
      for (long one : context.sideInput(list)) {
        sum += one;
      }
      context.output(sum + context.sideInput(map).getOrDefault(context.element(), 0L));
    }
  }

  @Test
  void sideInputsAreReadAsAWholeAndByKey() {
    PCollectionView<Map<String, Long>> map =
        pipeline.apply("Pairs", Create.of(KV.of("a", 1L), KV.of("b", 2L))).apply(View.asMap());
    PCollectionView<List<Long>> list =
        pipeline.apply("List", Create.of(10L, 20L)).apply(View.asList());
    PCollectionView<Long> single =
        pipeline.apply("Single", Create.of(100L)).apply(View.asSingleton());

    PCollection<Long> sums =
        pipeline
            .apply(Create.of("a", "b"))
            .apply(ParDo.of(new ReadingAll(map, list, single)).withSideInputs(map, list, single));

    PAssert.that(sums).containsInAnyOrder(131L, 132L);
    pipeline.run();
  }

  static final class ReadingOne extends DoFn<Long, String> {
    private final PCollectionView<Long> count;

    ReadingOne(PCollectionView<Long> count) {
      this.count = count;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.output(context.element() + ":" + context.sideInput(count));
    }
  }

  @Test
  void sideInputsAreReadByWindow() {
    PCollectionView<Long> count =
        pipeline
            .apply("Side", timestamped(1, 2, 11))
            .apply("Side windows", Window.into(FixedWindows.of(Duration.millis(10))))
            .apply(Sum.longsGlobally().withoutDefaults())
            .apply(View.asSingleton());

    PCollection<String> read =
        pipeline
            .apply("Main", timestamped(5, 15))
            .apply("Main windows", Window.into(FixedWindows.of(Duration.millis(10))))
            .apply(ParDo.of(new ReadingOne(count)).withSideInputs(count));

    PAssert.that(read).containsInAnyOrder("5:3", "15:11");
    pipeline.run();
  }

  private static Create.TimestampedValues<Long> timestamped(long... numbers) {
    return Create.timestamped(
            Arrays.stream(numbers)
                .mapToObj(n -> TimestampedValue.of(n, Instant.ofEpochMilli(n)))
                .toList())
        .withCoder(VarLongCoder.of());
  }

  @Test
  void aTestStreamIsPlayed() {
    TestStream<KV<String, Long>> stream =
        TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
            .addElements(TimestampedValue.of(KV.of("a", 1L), Instant.ofEpochMilli(1)))
            .advanceWatermarkTo(Instant.ofEpochMilli(10))
            // Too late.
            .addElements(TimestampedValue.of(KV.of("a", 100L), Instant.ofEpochMilli(2)))
            .addElements(TimestampedValue.of(KV.of("a", 2L), Instant.ofEpochMilli(12)))
            .advanceWatermarkToInfinity();

    PAssert.that(
            pipeline
                .apply(stream)
                .apply(Window.into(FixedWindows.of(Duration.millis(10))))
                .apply(Sum.longsPerKey()))
        .containsInAnyOrder(List.of(KV.of("a", 1L), KV.of("a", 2L)));
    pipeline.run();
  }

  @Test
  void aTestStreamHasElementsThatOnlyTheSdkCanRead() {
    TestStream<KV<Integer, Integer>> stream =
        TestStream.create(KvCoder.of(VarIntCoder.of(), VarIntCoder.of()))
            .addElements(KV.of(1, 1000), KV.of(300, 2))
            .addElements(KV.of(1, 5))
            .advanceWatermarkToInfinity();

    PAssert.that(
            pipeline
                .apply(stream)
                .apply(Window.into(FixedWindows.of(Duration.standardDays(1))))
                .apply(Sum.integersPerKey()))
        .containsInAnyOrder(List.of(KV.of(1, 1005), KV.of(300, 2)));
    pipeline.run();
  }

  @Test
  void aTriggerCountsElementsThatComeTogetherOneByOne() {
    PAssert.that(
            pipeline
                .apply(
                    TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
                        .addElements(KV.of("a", 1L), KV.of("a", 2L), KV.of("a", 3L), KV.of("a", 4L))
                        .advanceWatermarkToInfinity())
                .apply(
                    Window.<KV<String, Long>>into(FixedWindows.of(Duration.standardDays(1)))
                        .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(2)))
                        .withAllowedLateness(Duration.ZERO)
                        .withOnTimeBehavior(Window.OnTimeBehavior.FIRE_IF_NON_EMPTY)
                        .discardingFiredPanes())
                .apply(Sum.longsPerKey())
                .apply(Values.create()))
        .containsInAnyOrder(3L, 7L);
    pipeline.run();
  }
}

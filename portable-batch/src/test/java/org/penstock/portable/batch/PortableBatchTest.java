package org.penstock.portable.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
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
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;

/** Whole pipelines whose user code runs in Beam's Java harness, over the Fn API. */
class PortableBatchTest {
  private final Pipeline pipeline = Pipeline.create(options());

  static PenstockPipelineOptions options() {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.fromArgs("--experiments=beam_fn_api")
            .as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setPath("portable-batch");
    options.setParallelism(2);
    options.as(PortablePipelineOptions.class).setDefaultEnvironmentType("EMBEDDED");
    return options;
  }

  @Test
  void countsWords() {
    PCollection<KV<String, Long>> counts =
        pipeline
            .apply(Create.of("to be or not", "to be"))
            .apply(ParDo.of(new Split()))
            .apply(Count.perElement());

    PAssert.that(counts)
        .containsInAnyOrder(
            List.of(KV.of("to", 2L), KV.of("be", 2L), KV.of("or", 1L), KV.of("not", 1L)));
    PipelineResult result = run();
    assertThat(counter(result, "words")).isEqualTo(6);
  }

  @Test
  void readsRangesAsSplittableDoFns() {
    PAssert.thatSingleton(
            pipeline.apply(GenerateSequence.from(0).to(10_000)).apply(Count.globally()))
        .isEqualTo(10_000L);
    run();
  }

  @Test
  void groupsInFixedWindowsAndSessions() {
    PCollection<KV<String, Integer>> input =
        pipeline.apply(
            Create.timestamped(
                TimestampedValue.of(KV.of("k", 1), Instant.ofEpochMilli(0)),
                TimestampedValue.of(KV.of("k", 2), Instant.ofEpochMilli(9)),
                TimestampedValue.of(KV.of("k", 4), Instant.ofEpochMilli(15))));

    PAssert.that(
            input
                .apply("Fixed", Window.into(FixedWindows.of(Duration.millis(10))))
                .apply("SumFixed", Sum.integersPerKey()))
        .containsInAnyOrder(List.of(KV.of("k", 3), KV.of("k", 4)));
    PAssert.that(
            input
                .apply("Sessions", Window.into(Sessions.withGapDuration(Duration.millis(8))))
                .apply("SumSessions", Sum.integersPerKey()))
        .containsInAnyOrder(List.of(KV.of("k", 1), KV.of("k", 6)));
    run();
  }

  @Test
  void flattensAndGroups() {
    PCollection<String> one = pipeline.apply("One", Create.of("a", "b"));
    PCollection<String> two = pipeline.apply("Two", Create.of("cc"));

    PAssert.that(
            PCollectionList.of(one)
                .and(two)
                .apply(Flatten.pCollections())
                .apply(WithKeys.of(String::length).withKeyType(TypeDescriptors.integers()))
                .apply(GroupByKey.create())
                .apply(Count.globally()))
        .containsInAnyOrder(2L);
    run();
  }

  /** What only the SDK can read has to be written anew by the SDK. */
  @Test
  void flattensWhatHasDifferentCoders() {
    PCollection<Long> one =
        pipeline.apply("One", Create.of(1L, 300L)).setCoder(BigEndianLongCoder.of());
    PCollection<Long> two = pipeline.apply("Two", Create.of(2L)).setCoder(VarLongCoder.of());

    PAssert.that(
            PCollectionList.of(one)
                .and(two)
                .apply(Flatten.pCollections())
                .setCoder(NullableCoder.of(VarLongCoder.of()))
                .apply(Count.perElement()))
        .containsInAnyOrder(List.of(KV.of(1L, 1L), KV.of(2L, 1L), KV.of(300L, 1L)));
    run();
  }

  @Test
  void readsSideInputsOfEachKind() {
    PCollectionView<Iterable<Integer>> all =
        pipeline.apply("All", Create.of(1, 2, 3)).apply(View.asIterable());
    PCollectionView<Map<String, Integer>> map =
        pipeline.apply("Map", Create.of(KV.of("a", 10), KV.of("b", 20))).apply(View.asMap());

    PAssert.that(
            pipeline
                .apply(Create.of("a", "b"))
                .apply(ParDo.of(new LookUp(all, map)).withSideInputs(all, map)))
        .containsInAnyOrder("a 6 10", "b 6 20");
    run();
  }

  @Test
  void keepsStateAndFiresTimersOfManyKeys() {
    PCollection<KV<Long, Long>> pairs =
        pipeline
            .apply(GenerateSequence.from(0).to(6_000))
            .apply(WithKeys.of(number -> number % 3_000))
            .setCoder(KvCoder.of(VarLongCoder.of(), VarLongCoder.of()));

    PCollection<KV<Long, Integer>> counts = pairs.apply(ParDo.of(new CountByTimer()));

    PAssert.thatSingleton(counts.apply(Count.globally())).isEqualTo(6_000L);
    PAssert.thatSingleton(
            counts
                .apply(ParDo.of(new Values()))
                .setCoder(VarIntCoder.of())
                .apply(Sum.integersGlobally()))
        .isEqualTo(3_000 * (2 + 3));
    run();
  }

  @Test
  void tellsThatAWindowIsOver() {
    PAssert.that(
            pipeline
                .apply(Create.of(KV.of("a", 1), KV.of("a", 2), KV.of("b", 5)))
                .apply(ParDo.of(new SumAtTheEnd()))
                .setCoder(StringUtf8Coder.of()))
        .containsInAnyOrder("3", "5");
    run();
  }

  @Test
  void theUsersFailureIsTold() {
    pipeline.apply(Create.of("a")).apply("Look", ParDo.of(new Failing()));

    assertThatThrownBy(this::run).hasMessageContaining("no luck with a");
  }

  private PipelineResult run() {
    PipelineResult result = pipeline.run();
    assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
    return result;
  }

  private static long counter(PipelineResult result, String name) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(PortableBatchTest.class, name))
            .build();
    long sum = 0;
    for (MetricResult<Long> one : result.metrics().queryMetrics(filter).getCounters()) {
      sum += one.getAttempted();
    }
    return sum;
  }

  static final class Split extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String line, OutputReceiver<String> out) {
      for (String word : List.of(line.split(" ", -1))) {
        Metrics.counter(PortableBatchTest.class, "words").inc();
        out.output(word);
      }
    }
  }

  static final class LookUp extends DoFn<String, String> {
    private final PCollectionView<Iterable<Integer>> all;
    private final PCollectionView<Map<String, Integer>> map;

    LookUp(PCollectionView<Iterable<Integer>> all, PCollectionView<Map<String, Integer>> map) {
      this.all = all;
      this.map = map;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      int sum = 0;
      for (int one : context.sideInput(all)) {
        sum += one;
      }
      String key = context.element();
      context.output(key + " " + sum + " " + context.sideInput(map).get(key));
    }
  }

  /** Puts out the count when a timer fires, which sets a second one that does the same. */
  static final class CountByTimer extends DoFn<KV<Long, Long>, KV<Long, Integer>> {
    @StateId("count")
    private final StateSpec<ValueState<Integer>> spec = StateSpecs.value(VarIntCoder.of());

    @StateId("key")
    private final StateSpec<ValueState<Long>> keySpec = StateSpecs.value(VarLongCoder.of());

    @TimerId("first")
    private final TimerSpec first = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId("second")
    private final TimerSpec second = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<Long, Long> pair,
        @StateId("count") ValueState<Integer> count,
        @StateId("key") ValueState<Long> key,
        @TimerId("first") Timer timer) {
      Integer before = count.read();
      count.write(before == null ? 1 : before + 1);
      key.write(pair.getKey());
      timer.set(Instant.ofEpochMilli(1_000));
    }

    @OnTimer("first")
    public void onFirst(
        @StateId("count") ValueState<Integer> count,
        @StateId("key") ValueState<Long> key,
        @TimerId("second") Timer timer,
        OutputReceiver<KV<Long, Integer>> out) {
      out.output(KV.of(key.read(), count.read()));
      count.write(count.read() + 1);
      timer.set(Instant.ofEpochMilli(2_000));
    }

    @OnTimer("second")
    public void onSecond(
        @StateId("count") ValueState<Integer> count,
        @StateId("key") ValueState<Long> key,
        OutputReceiver<KV<Long, Integer>> out) {
      out.output(KV.of(key.read(), count.read()));
    }
  }

  static final class Values extends DoFn<KV<Long, Integer>, Integer> {
    @ProcessElement
    public void process(@Element KV<Long, Integer> pair, OutputReceiver<Integer> out) {
      out.output(pair.getValue());
    }
  }

  static final class SumAtTheEnd extends DoFn<KV<String, Integer>, String> {
    @StateId("sum")
    private final StateSpec<ValueState<Integer>> spec = StateSpecs.value(VarIntCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> pair, @StateId("sum") ValueState<Integer> sum) {
      Integer before = sum.read();
      sum.write((before == null ? 0 : before) + pair.getValue());
    }

    @OnWindowExpiration
    public void end(@StateId("sum") ValueState<Integer> sum, OutputReceiver<String> out) {
      out.output(String.valueOf(sum.read()));
    }
  }

  static final class Failing extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element) {
      if (!element.isEmpty()) {
        throw new IllegalStateException("no luck with " + element);
      }
    }
  }
}

package org.penstock.classic.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;
import org.penstock.runtime.streaming.TestRun;

@Timeout(180)
final class TestStreamJobTest {
  private static PenstockPipelineOptions options() {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setFlinkMaster("[local]");
    options.setParallelism(2);
    return options;
  }

  private static PenstockPipelineOptions checkpointing() {
    PenstockPipelineOptions options = options();
    options.setCheckpointingInterval(20L);
    options.setNumberOfExecutionRetries(3);
    options.setExecutionRetryDelay(10L);
    return options;
  }

  @AfterEach
  void nothingIsLeftOfTheJob() {
    assertThat(TestRun.running()).isZero();
  }

  static final class Note<T> extends DoFn<T, T> {
    private static final long serialVersionUID = 1L;

    private final String run;
    private final String what;
    private final long millis;

    Note(String run, String what, long millis) {
      this.run = run;
      this.what = what;
      this.millis = millis;
    }

    @ProcessElement
    public void process(@Element T element, OutputReceiver<T> out) throws InterruptedException {
      Thread.sleep(millis);
      Journal.write(run, what + " " + element);
      out.output(element);
    }
  }

  private static TestStream<String> letters() {
    return TestStream.create(StringUtf8Coder.of())
        .addElements("a")
        .addElements("b")
        .advanceWatermarkTo(Instant.ofEpochMilli(5))
        .addElements("c")
        .advanceWatermarkToInfinity();
  }

  /** Two ways of different length, over other tasks, into one. */
  private static PCollection<String> joinedAgain(PCollection<String> letters) {
    PCollection<String> grouped =
        letters
            .apply(
                Window.<String>into(new GlobalWindows())
                    .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                    .withAllowedLateness(Duration.ZERO)
                    .discardingFiredPanes())
            .apply(WithKeys.of("key"))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
            .apply(GroupByKey.create())
            .apply("Values", ParDo.of(new Grouped()))
            .apply(
                "Plain windows",
                Window.<String>into(new GlobalWindows())
                    .triggering(DefaultTrigger.of())
                    .withAllowedLateness(Duration.ZERO)
                    .discardingFiredPanes());
    return PCollectionList.of(letters.apply(Reshuffle.viaRandomKey()))
        .and(grouped)
        .apply(Flatten.pCollections());
  }

  static final class Grouped extends DoFn<KV<String, Iterable<String>>, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, Iterable<String>> group, OutputReceiver<String> out) {
      group.getValue().forEach(value -> out.output("grouped " + value));
    }
  }

  @Test
  void anEventComesWhenTheOneBeforeIsDoneInAllStages() {
    Pipeline pipeline = Pipeline.create(options());
    PCollection<String> letters =
        pipeline.apply(letters()).apply("Begin", ParDo.of(new Note<>("stages", "begin", 0)));
    joinedAgain(letters)
        .apply(Reshuffle.viaRandomKey())
        .apply("End", ParDo.of(new Note<>("stages", "end", 50)));

    pipeline.run().waitUntilFinish();

    assertThat(Journal.of("stages")).hasSize(9);
    for (int i = 0; i < 3; i++) {
      String letter = "abc".substring(i, i + 1);
      assertThat(Journal.of("stages").subList(3 * i, 3 * i + 3))
          .containsExactlyInAnyOrder("begin " + letter, "end " + letter, "end grouped " + letter);
    }
  }

  @Test
  void aSideInputIsThatOfTheEventsBefore() {
    Pipeline pipeline = Pipeline.create(options());
    PCollection<String> events =
        pipeline.apply(
            TestStream.create(StringUtf8Coder.of())
                .addElements("=1")
                .addElements("first")
                .addElements("=2")
                .addElements("second")
                .advanceWatermarkToInfinity());
    PCollectionView<Iterable<String>> view =
        events
            .apply("Set", Filter.by(event -> event.startsWith("=")))
            .apply(
                Window.<String>into(new GlobalWindows())
                    .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                    .withAllowedLateness(Duration.ZERO)
                    .discardingFiredPanes())
            .apply(View.asIterable());
    PCollectionView<Iterable<String>> bounded =
        pipeline.apply(Create.of("there")).apply("Bounded", View.asIterable());
    PCollection<String> seen =
        events
            .apply("Use", Filter.by(event -> !event.startsWith("=")))
            .apply(ParDo.of(new WithViews(view, bounded)).withSideInputs(view, bounded));
    PAssert.that(seen).containsInAnyOrder("first[=1][there]", "second[=2][there]");

    pipeline.run().waitUntilFinish();
  }

  static final class WithViews extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<Iterable<String>> first;
    private final PCollectionView<Iterable<String>> second;

    WithViews(PCollectionView<Iterable<String>> first, PCollectionView<Iterable<String>> second) {
      this.first = first;
      this.second = second;
    }

    @ProcessElement
    public void process(ProcessContext c) {
      c.output(c.element() + c.sideInput(first) + c.sideInput(second));
    }
  }

  static final class After10Seconds extends DoFn<KV<String, Integer>, String> {
    private static final long serialVersionUID = 1L;

    private final String run;

    @TimerId("timer")
    private final TimerSpec timerSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @StateId("fired")
    private final StateSpec<ValueState<Integer>> firedSpec = StateSpecs.value(VarIntCoder.of());

    After10Seconds(String run) {
      this.run = run;
    }

    @ProcessElement
    public void process(@Element KV<String, Integer> element, @TimerId("timer") Timer timer) {
      Journal.write(run, "element " + element.getValue());
      if (element.getValue() == 0) {
        timer.offset(Duration.standardSeconds(10)).setRelative();
      }
    }

    @OnTimer("timer")
    public void onTimer(
        @TimerId("timer") Timer timer,
        @StateId("fired") ValueState<Integer> fired,
        OutputReceiver<String> out) {
      Integer before = fired.read();
      int count = before == null ? 1 : before + 1;
      fired.write(count);
      out.output("fired " + count);
      timer.offset(Duration.standardSeconds(10)).setRelative();
    }
  }

  private static void runTimers(PenstockPipelineOptions options, String run) {
    Pipeline pipeline = Pipeline.create(options);
    Duration five = Duration.standardSeconds(5);
    pipeline
        .apply(
            TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()))
                .addElements(KV.of("key", 0))
                .advanceProcessingTime(five)
                .addElements(KV.of("key", 5))
                .advanceProcessingTime(five.plus(Duration.millis(1)))
                .addElements(KV.of("key", 10))
                .advanceProcessingTime(five)
                .addElements(KV.of("key", 15))
                .advanceProcessingTime(five.plus(Duration.millis(1)))
                .addElements(KV.of("key", 20))
                .advanceWatermarkToInfinity())
        .apply("Timers", ParDo.of(new After10Seconds(run)))
        .apply(Reshuffle.viaRandomKey())
        .apply("Fired", ParDo.of(new Note<>(run, "seen", 20)));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void timersFireAsItsTimeGoesOn() {
    runTimers(options(), "timers");

    assertThat(Journal.of("timers"))
        .startsWith(
            "element 0",
            "element 5",
            "seen fired 1",
            "element 10",
            "element 15",
            "seen fired 2",
            "element 20");
  }

  @Test
  void timersFireAsItsTimeGoesOnBetweenCheckpoints() {
    runTimers(checkpointing(), "timers and checkpoints");

    assertThat(Journal.of("timers and checkpoints"))
        .startsWith(
            "element 0",
            "element 5",
            "seen fired 1",
            "element 10",
            "element 15",
            "seen fired 2",
            "element 20");
  }

  static final class Stable extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final String run;

    Stable(String run) {
      this.run = run;
    }

    @RequiresStableInput
    @ProcessElement
    public void process(
        @Element String element, BundleFinalizer finalizer, OutputReceiver<String> out) {
      finalizer.afterBundleCommit(
          Instant.now().plus(Duration.standardMinutes(1)),
          () -> Journal.write(run + " committed", element));
      Journal.write(run, "stable " + element);
      out.output(element);
    }
  }

  @Test
  void anEventWaitsForTheCheckpointThatStableInputWaitsFor() {
    Pipeline pipeline = Pipeline.create(checkpointing());
    pipeline
        .apply(letters())
        .apply("Begin", ParDo.of(new Note<>("stable", "begin", 0)))
        .apply(Reshuffle.viaRandomKey())
        .apply("Stable", ParDo.of(new Stable("stable")));

    pipeline.run().waitUntilFinish();

    assertThat(Journal.of("stable"))
        .containsExactly("begin a", "stable a", "begin b", "stable b", "begin c", "stable c");
    assertThat(Journal.of("stable committed")).containsExactlyInAnyOrder("a", "b", "c");
  }

  /** Fails once, after what came before the last element was committed. */
  static final class FailsOnce extends DoFn<String, KV<String, Integer>> {
    private static final long serialVersionUID = 1L;

    private final String run;

    FailsOnce(String run) {
      this.run = run;
    }

    @ProcessElement
    public void process(@Element String element, OutputReceiver<KV<String, Integer>> out) {
      if (element.equals("fail") && !Journal.of(run).contains("failed")) {
        Journal.write(run, "failed");
        throw new IllegalStateException("fails once");
      }
      Journal.write(run, element);
      out.output(KV.of("sum", 1));
    }
  }

  @Test
  void goesOnAfterAFailure() {
    Pipeline pipeline = Pipeline.create(checkpointing());
    PCollection<Integer> sums =
        pipeline
            .apply(
                TestStream.create(StringUtf8Coder.of())
                    .advanceWatermarkTo(Instant.ofEpochMilli(0))
                    .addElements(TimestampedValue.of("one", Instant.ofEpochMilli(1)))
                    .addElements(TimestampedValue.of("two", Instant.ofEpochMilli(2)))
                    .addElements(TimestampedValue.of("wait", Instant.ofEpochMilli(3)))
                    .addElements(TimestampedValue.of("fail", Instant.ofEpochMilli(4)))
                    .advanceWatermarkTo(Instant.ofEpochMilli(10))
                    .addElements(TimestampedValue.of("late", Instant.ofEpochMilli(5)))
                    .addElements(TimestampedValue.of("next", Instant.ofEpochMilli(15)))
                    .advanceWatermarkToInfinity())
            .apply("Stable", ParDo.of(new Stable("failure, stable")))
            .apply(ParDo.of(new FailsOnce("failure")))
            .apply(Window.into(FixedWindows.of(Duration.millis(10))))
            .apply(Sum.integersPerKey())
            .apply(Values.create());
    PAssert.that(sums).containsInAnyOrder(4, 1);

    pipeline.run().waitUntilFinish();

    assertThat(Journal.of("failure")).contains("failed");
    // Its first events were in a checkpoint: they did not come again.
    assertThat(Journal.of("failure")).containsOnlyOnce("one", "two");
  }

  @Test
  void aFailedJobLeavesNothing() {
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply(letters()).apply(ParDo.of(new Fails()));

    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasStackTraceContaining("fails at a");
  }

  static final class Fails extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element String element) {
      if (!element.isEmpty()) {
        throw new IllegalStateException("fails at " + element);
      }
    }
  }
}

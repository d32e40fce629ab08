package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.penstock.spi.WorkerOptions;

/** Timers, side inputs, splittable DoFns and finalization. */
@Timeout(120)
final class TimersAndRestTest {
  private final MiniRunner runner = new MiniRunner();
  private final Pipeline pipeline = runner.pipeline();
  private final Collected<String> collected = new Collected<>();

  private MiniHost host(String step) {
    return runner.hosts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(step))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  static final class Waking extends DoFn<KV<String, Long>, String> {
    @TimerId("event")
    private final TimerSpec eventSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId("processing")
    private final TimerSpec processingSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @TimerFamily("family")
    final TimerSpec familySpec = TimerSpecs.timerMap(TimeDomain.EVENT_TIME);

    @StateId("last")
    private final StateSpec<ValueState<Long>> lastSpec = StateSpecs.value(VarLongCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Long> element,
        @TimerId("event") Timer event,
        @TimerId("processing") Timer processing,
        @TimerFamily("family") TimerMap family,
        @StateId("last") ValueState<Long> last) {
      last.write(element.getValue());
      event.withOutputTimestamp(Instant.ofEpochMilli(5)).set(Instant.ofEpochMilli(100));
      processing.offset(Duration.millis(1)).setRelative();
      family.set("one", Instant.ofEpochMilli(200));
      family.set("two", Instant.ofEpochMilli(300));
      family.get("two").clear();
    }

    @OnTimer("event")
    public void onEvent(
        @Key String key,
        @Timestamp Instant time,
        @StateId("last") ValueState<Long> last,
        OutputReceiver<String> out) {
      out.output("event " + key + " " + last.read() + " at " + time.getMillis());
    }

    @OnTimer("processing")
    public void onProcessing(@Key String key, OutputReceiver<String> out) {
      out.output("processing " + key);
    }

    @OnTimerFamily("family")
    public void onFamily(@Key String key, @TimerId String tag, OutputReceiver<String> out) {
      out.output("family " + key + " " + tag);
    }
  }

  @Test
  void timersOfBothDomainsAndFamilies() throws Exception {
    pipeline
        .apply(Create.of(KV.of("a", 7L), KV.of("b", 8L)))
        .apply("Wake", ParDo.of(new Waking()))
        .apply(ParDo.of(collected));
    runner.run(pipeline);

    assertThat(collected.seen())
        .containsExactlyInAnyOrder(
            "event a 7 at 5",
            "event b 8 at 5",
            "processing a",
            "processing b",
            "family a one",
            "family b one");
    assertThat(host("Wake").timersSet)
        .filteredOn(timer -> timer.getTimestamp().getMillis() == 100)
        .allSatisfy(timer -> assertThat(timer.getOutputTimestamp().getMillis()).isEqualTo(5))
        .hasSize(2);
  }

  static final class Reading extends DoFn<String, String> {
    private final PCollectionView<Iterable<Long>> iterable;
    private final PCollectionView<Map<String, Long>> map;
    private final PCollectionView<Map<String, Iterable<Long>>> multimap;

    Reading(
        PCollectionView<Iterable<Long>> iterable,
        PCollectionView<Map<String, Long>> map,
        PCollectionView<Map<String, Iterable<Long>>> multimap) {
      this.iterable = iterable;
      this.map = map;
      this.multimap = multimap;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      long sum = 0;
      for (Long one : context.sideInput(iterable)) {
        sum += one;
      }
      long values = 0;
      Iterable<Long> found = context.sideInput(multimap).get(context.element());
      if (found != null) {
        for (Long one : found) {
          values += one;
        }
      }
      context.output(
          context.element()
              + " "
              + sum
              + " "
              + context.sideInput(map).get(context.element())
              + " "
              + values
              + " "
              + context.sideInput(multimap).keySet().size());
    }
  }

  @Test
  void sideInputsOfEveryKind() throws Exception {
    PCollectionView<Iterable<Long>> iterable =
        pipeline.apply("Numbers", Create.of(1L, 2L, 3L)).apply(View.asIterable());
    PCollectionView<Map<String, Long>> map =
        pipeline.apply("Pairs", Create.of(KV.of("a", 5L), KV.of("c", 6L))).apply(View.asMap());
    PCollectionView<Map<String, Iterable<Long>>> multimap =
        pipeline
            .apply("Many", Create.of(KV.of("a", 5L), KV.of("a", 6L), KV.of("b", 1L)))
            .apply(View.asMultimap());
    pipeline
        .apply("Main", Create.of("a", "b"))
        .apply(
            ParDo.of(new Reading(iterable, map, multimap)).withSideInputs(iterable, map, multimap))
        .apply(ParDo.of(collected));
    runner.run(pipeline);

    assertThat(collected.seen()).containsExactlyInAnyOrder("a 6 5 11 2", "b 6 null 1 2");
  }

  /** Stops after each third number, and goes on later. */
  @DoFn.BoundedPerElement
  static final class Counting extends DoFn<Long, String> {
    @ProcessElement
    public ProcessContinuation process(
        @Element Long element,
        RestrictionTracker<OffsetRange, Long> tracker,
        OutputReceiver<String> out) {
      long next = tracker.currentRestriction().getFrom();
      long end = next + 3;
      while (tracker.tryClaim(next)) {
        out.output(element + "/" + next);
        next++;
        if (next == end) {
          return ProcessContinuation.resume().withResumeDelay(Duration.millis(40));
        }
      }
      return ProcessContinuation.stop();
    }

    @GetInitialRestriction
    public OffsetRange restriction(@Element Long element) {
      return new OffsetRange(0, element);
    }
  }

  @Test
  void aSplittableDoFnStopsAndGoesOn() throws Exception {
    pipeline
        .apply(Create.of(8L))
        .apply("Count", ParDo.of(new Counting()))
        .apply(ParDo.of(collected));
    runner.run(pipeline);

    assertThat(collected.seen())
        .containsExactlyInAnyOrder("8/0", "8/1", "8/2", "8/3", "8/4", "8/5", "8/6", "8/7");
    List<Residual> residuals =
        runner.hosts.values().stream().flatMap(one -> one.residuals.stream()).toList();
    assertThat(residuals).hasSize(2);
    assertThat(residuals)
        .allSatisfy(
            residual -> {
              assertThat(residual.delay().toMillis()).isBetween(30L, 40L);
              assertThat(residual.bounded()).isTrue();
              assertThat(residual.split()).isFalse();
            });
  }

  private static final AtomicInteger FINALIZED = new AtomicInteger();

  static final class Finalizing extends DoFn<String, String> {
    @ProcessElement
    public void process(
        @Element String element, BundleFinalizer finalizer, OutputReceiver<String> out) {
      finalizer.afterBundleCommit(
          Instant.now().plus(Duration.standardMinutes(5)), FINALIZED::incrementAndGet);
      out.output(element);
    }
  }

  @Test
  void finalizersAreCalled() throws Exception {
    runner.options.as(WorkerOptions.class).setSdkWorkerIdleMillis(2_000L);
    pipeline.apply(Create.of("a")).apply(ParDo.of(new Finalizing())).apply(ParDo.of(collected));
    runner.run(pipeline);

    long deadline = System.nanoTime() + 10_000_000_000L;
    while (FINALIZED.get() == 0 && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(FINALIZED).hasValue(1);
  }
}

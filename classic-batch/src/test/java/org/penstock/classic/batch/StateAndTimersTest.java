package org.penstock.classic.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

final class StateAndTimersTest {
  private static PCollection<KV<String, Integer>> events(Pipeline pipeline) {
    return pipeline.apply(
        Create.timestamped(
                TimestampedValue.of(KV.of("a", 3), Instant.ofEpochMilli(30)),
                TimestampedValue.of(KV.of("a", 1), Instant.ofEpochMilli(10)),
                TimestampedValue.of(KV.of("b", 9), Instant.ofEpochMilli(5)),
                TimestampedValue.of(KV.of("a", 2), Instant.ofEpochMilli(20)),
                TimestampedValue.of(KV.of("a", 4), Instant.ofEpochMilli(30)))
            .withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())));
  }

  @Test
  void anOrderedListKeepsValuesOfOneTimestamp() {
    Pipeline pipeline = Runs.pipeline();
    PAssert.that(events(pipeline).apply(ParDo.of(new InOrder())))
        .containsInAnyOrder("a 10:1 20:2 30:3 30:4", "b 5:9");
    pipeline.run();
  }

  static final class InOrder extends DoFn<KV<String, Integer>, String> {
    @StateId("all")
    private final StateSpec<OrderedListState<Integer>> all =
        StateSpecs.orderedList(VarIntCoder.of());

    @StateId("key")
    private final StateSpec<ValueState<String>> key = StateSpecs.value(StringUtf8Coder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @Timestamp Instant timestamp,
        @StateId("all") OrderedListState<Integer> values,
        @StateId("key") ValueState<String> theKey) {
      values.add(TimestampedValue.of(element.getValue(), timestamp));
      theKey.write(element.getKey());
    }

    @OnWindowExpiration
    public void expire(
        @StateId("all") OrderedListState<Integer> values,
        @StateId("key") ValueState<String> theKey,
        OutputReceiver<String> out) {
      StringBuilder text = new StringBuilder(theKey.read());
      List<TimestampedValue<Integer>> sorted = new ArrayList<>();
      values.read().forEach(sorted::add);
      // Equal timestamps have no order among them; the test wants one.
      sorted.sort(
          java.util.Comparator.comparing(TimestampedValue<Integer>::getTimestamp)
              .thenComparing(TimestampedValue::getValue));
      for (TimestampedValue<Integer> value : sorted) {
        text.append(' ').append(value.getTimestamp().getMillis()).append(':');
        text.append(value.getValue());
      }
      out.output(text.toString());
    }
  }

  @Test
  void inputSortedByTimeWhereAskedFor() {
    Pipeline pipeline = Runs.pipeline();
    PAssert.that(events(pipeline).apply(ParDo.of(new AsTheyCome())))
        .containsInAnyOrder(
            "a 10 after 0", "a 20 after 10", "a 30 after 20", "a 30 after 30", "b 5 after 0");
    pipeline.run();
  }

  static final class AsTheyCome extends DoFn<KV<String, Integer>, String> {
    @StateId("last")
    private final StateSpec<ValueState<Long>> last = StateSpecs.value();

    @RequiresTimeSortedInput
    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @Timestamp Instant timestamp,
        @StateId("last") ValueState<Long> previous,
        OutputReceiver<String> out) {
      Long before = previous.read();
      out.output(
          element.getKey()
              + " "
              + timestamp.getMillis()
              + " after "
              + (before == null ? 0 : before));
      previous.write(timestamp.getMillis());
    }
  }

  @Test
  void aTimerSetAgainFiresOnceAndOneClearedNever() {
    Pipeline pipeline = Runs.pipeline();
    PAssert.that(events(pipeline).apply(ParDo.of(new SetAndCleared())))
        .containsInAnyOrder("again at 100", "again at 100");
    pipeline.run();
  }

  static final class SetAndCleared extends DoFn<KV<String, Integer>, String> {
    @TimerId("again")
    private final TimerSpec again = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId("cleared")
    private final TimerSpec cleared = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(@TimerId("again") Timer one, @TimerId("cleared") Timer other) {
      one.set(Instant.ofEpochMilli(50));
      one.set(Instant.ofEpochMilli(100));
      other.set(Instant.ofEpochMilli(60));
      other.clear();
    }

    @OnTimer("again")
    public void onAgain(OnTimerContext c) {
      c.output("again at " + c.fireTimestamp().getMillis());
    }

    @OnTimer("cleared")
    public void onCleared(OnTimerContext c) {
      c.output("cleared at " + c.fireTimestamp().getMillis());
    }
  }

  @Test
  void aProcessingTimeTimerThatSetsItselfAgainLetsTheJobEnd() {
    Pipeline pipeline = Runs.pipeline();
    PAssert.that(events(pipeline).apply(ParDo.of(new Ticking())))
        .containsInAnyOrder("tick", "tick");
    pipeline.run();
  }

  static final class Ticking extends DoFn<KV<String, Integer>, String> {
    @TimerId("tick")
    private final TimerSpec tick = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @ProcessElement
    public void process(@TimerId("tick") Timer timer) {
      timer.offset(Duration.standardHours(1)).setRelative();
    }

    @OnTimer("tick")
    public void onTick(OnTimerContext c, @TimerId("tick") Timer timer) {
      c.output("tick");
      timer.offset(Duration.standardHours(1)).setRelative();
    }
  }
}

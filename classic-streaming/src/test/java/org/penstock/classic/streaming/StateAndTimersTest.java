package org.penstock.classic.streaming;

import java.util.ArrayList;
import java.util.Comparator;
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
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

final class StateAndTimersTest {
  /** Collects in order of time what it is given, and tells it when the window ends. */
  static final class InOrder extends DoFn<KV<String, Integer>, String> {
    @StateId("all")
    private final StateSpec<OrderedListState<Integer>> all =
        StateSpecs.orderedList(VarIntCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @Timestamp Instant timestamp,
        @StateId("all") OrderedListState<Integer> values) {
      values.add(TimestampedValue.of(element.getValue(), timestamp));
    }

    @OnWindowExpiration
    public void expire(
        @StateId("all") OrderedListState<Integer> values, OutputReceiver<String> out) {
      List<TimestampedValue<Integer>> read = new ArrayList<>();
      values.read().forEach(read::add);
      // Values of one timestamp have no order among them; the test wants one.
      read.sort(
          Comparator.comparing(TimestampedValue<Integer>::getTimestamp)
              .thenComparing(TimestampedValue::getValue));
      StringBuilder text = new StringBuilder();
      read.forEach(
          v ->
              text.append(v.getTimestamp().getMillis())
                  .append(':')
                  .append(v.getValue())
                  .append(' '));
      out.output(text.toString().strip());
    }
  }

  @Test
  void anOrderedListKeepsValuesOfOneTimestamp() {
    Pipeline pipeline = StreamingRuns.pipeline();
    PAssert.that(
            pipeline
                .apply(
                    Create.timestamped(
                            TimestampedValue.of(KV.of("a", 3), Instant.ofEpochMilli(30)),
                            TimestampedValue.of(KV.of("a", 1), Instant.ofEpochMilli(10)),
                            TimestampedValue.of(KV.of("a", 4), Instant.ofEpochMilli(30)),
                            TimestampedValue.of(KV.of("a", 3), Instant.ofEpochMilli(30)))
                        .withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
                .apply(ParDo.of(new InOrder())))
        .containsInAnyOrder("10:1 30:3 30:3 30:4");
    pipeline.run();
  }

  /** Sets and clears a timer as the elements of its key say, all within one bundle. */
  static final class Commanded extends DoFn<KV<String, String>, String> {
    @TimerId("alarm")
    private final TimerSpec alarm = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(@Element KV<String, String> element, @TimerId("alarm") Timer timer) {
      for (String command : element.getValue().split(" ", -1)) {
        if (command.equals("clear")) {
          timer.clear();
        } else {
          timer.set(Instant.ofEpochMilli(Long.parseLong(command)));
        }
      }
    }

    @OnTimer("alarm")
    public void onAlarm(@Key String key, OnTimerContext context) {
      context.output(key + " at " + context.fireTimestamp().getMillis());
    }
  }

  @Test
  void timersThatAreSetAndClearedInOneBundleFireAsTheyWereLeft() {
    Pipeline pipeline = StreamingRuns.pipeline();
    PAssert.that(
            pipeline
                .apply(
                    Create.of(
                        KV.of("set", "50"),
                        KV.of("set twice", "50 70"),
                        KV.of("set earlier", "70 50"),
                        KV.of("cleared", "50 clear"),
                        KV.of("set again", "50 clear 60"),
                        KV.of("cleared unset", "clear")))
                .apply(ParDo.of(new Commanded())))
        .containsInAnyOrder("set at 50", "set twice at 70", "set earlier at 50", "set again at 60");
    pipeline.run();
  }
}

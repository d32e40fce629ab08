package org.penstock.portable.streaming;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.SetState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** State and timers of user code in a worker. */
@Timeout(120)
final class StateAndTimersTest {
  private final Pipeline pipeline = PortableRuns.pipeline();

  /** Sums up by key and window, and tells the sum by a timer and once more when all is over. */
  static final class Summing extends DoFn<KV<String, Long>, String> {
    @StateId("sum")
    private final StateSpec<ValueState<Long>> sumSpec = StateSpecs.value(VarLongCoder.of());

    @TimerId("alarm")
    private final TimerSpec alarmSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerFamily("family")
    final TimerSpec familySpec = TimerSpecs.timerMap(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Long> element,
        @Timestamp Instant time,
        @StateId("sum") ValueState<Long> sum,
        @TimerId("alarm") Timer alarm,
        @TimerFamily("family") TimerMap family) {
      Long before = sum.read();
      sum.write(element.getValue() + (before == null ? 0 : before));
      long window = time.getMillis() / 10 * 10;
      alarm.set(Instant.ofEpochMilli(window + 5));
      family.set("kept", Instant.ofEpochMilli(window + 6));
      family.set("gone", Instant.ofEpochMilli(window + 7));
      family.get("gone").clear();
    }

    @OnTimer("alarm")
    public void onAlarm(
        @Key String key,
        @Timestamp Instant time,
        @StateId("sum") ValueState<Long> sum,
        OutputReceiver<String> out) {
      out.output("alarm " + key + " " + sum.read() + " at " + time.getMillis());
    }

    @OnTimerFamily("family")
    public void onFamily(@Key String key, @TimerId String tag, OutputReceiver<String> out) {
      out.output("family " + key + " " + tag);
    }

    @OnWindowExpiration
    public void onEnd(
        @Key String key, @StateId("sum") ValueState<Long> sum, OutputReceiver<String> out) {
      out.output("end " + key + " " + sum.read());
    }
  }

  private static KV<String, Long> pair(String key, long value) {
    return KV.of(key, value);
  }

  private static TestStream.Builder<KV<String, Long>> stream() {
    return TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));
  }

  private static TimestampedValue<KV<String, Long>> at(long millis, String key, long value) {
    return TimestampedValue.of(pair(key, value), Instant.ofEpochMilli(millis));
  }

  @Test
  void timersSeeTheStateOfTheirKeyAndWindow() {
    PAssert.that(
            pipeline
                .apply(
                    Create.timestamped(at(1, "a", 1), at(2, "a", 2), at(3, "b", 3), at(11, "a", 4)))
                .apply(Window.into(FixedWindows.of(Duration.millis(10))))
                .apply(ParDo.of(new Summing())))
        .containsInAnyOrder(
            "alarm a 3 at 5",
            "family a kept",
            "end a 3",
            "alarm b 3 at 5",
            "family b kept",
            "end b 3",
            "alarm a 4 at 15",
            "family a kept",
            "end a 4");
    pipeline.run();
  }

  @Test
  void whatIsLateIsDroppedAndStateEndsWithItsWindow() {
    PAssert.that(
            pipeline
                .apply(
                    stream()
                        .addElements(at(1, "a", 1))
                        .advanceWatermarkTo(Instant.ofEpochMilli(8))
                        .addElements(at(2, "a", 2))
                        .advanceWatermarkTo(Instant.ofEpochMilli(30))
                        .addElements(at(3, "a", 100))
                        .advanceWatermarkToInfinity())
                .apply(Window.into(FixedWindows.of(Duration.millis(10))))
                .apply(ParDo.of(new Summing())))
        .containsInAnyOrder(
            "alarm a 1 at 5", "family a kept", "alarm a 3 at 5", "family a kept", "end a 3");
    pipeline.run();
  }

  /** Counts with collections, and tells by a timer of processing time. */
  static final class Collecting extends DoFn<KV<String, Long>, String> {
    @StateId("map")
    private final StateSpec<MapState<String, Long>> mapSpec =
        StateSpecs.map(StringUtf8Coder.of(), VarLongCoder.of());

    @StateId("set")
    private final StateSpec<SetState<Long>> setSpec = StateSpecs.set(VarLongCoder.of());

    @TimerId("soon")
    private final TimerSpec soonSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Long> element,
        @StateId("map") MapState<String, Long> map,
        @StateId("set") SetState<Long> set,
        @TimerId("soon") Timer soon) {
      map.put("last", element.getValue());
      set.add(element.getValue());
      soon.offset(Duration.millis(50)).setRelative();
    }

    @OnTimer("soon")
    public void onSoon(
        @Key String key,
        @StateId("map") MapState<String, Long> map,
        @StateId("set") SetState<Long> set,
        OutputReceiver<String> out) {
      long sum = 0;
      for (Long one : set.read()) {
        sum += one;
      }
      out.output(key + " " + map.get("last").read() + " of " + sum);
    }
  }

  @Test
  void processingTimeAndCollectionsInWindows() {
    PAssert.that(
            pipeline
                .apply(
                    stream()
                        .addElements(at(1, "a", 1), at(1, "a", 1), at(2, "a", 2))
                        .advanceProcessingTime(Duration.millis(100))
                        .advanceWatermarkTo(Instant.ofEpochMilli(20))
                        .addElements(at(21, "a", 5))
                        .advanceProcessingTime(Duration.millis(100))
                        .advanceWatermarkToInfinity())
                .apply(Window.into(FixedWindows.of(Duration.millis(10))))
                .apply(ParDo.of(new Collecting())))
        .containsInAnyOrder("a 2 of 3", "a 5 of 5");
    pipeline.run();
  }

  @Test
  void timersOfProcessingTimeFireThoughTheInputHasEnded() {
    PAssert.that(pipeline.apply(Create.of(pair("a", 5))).apply(ParDo.of(new Collecting())))
        .containsInAnyOrder("a 5 of 5");
    pipeline.run();
  }

  @Test
  void timersOfProcessingTimeFireThoughTheGlobalWindowHasEnded() {
    PAssert.that(
            pipeline
                .apply(
                    stream()
                        .addElements(at(1, "a", 5))
                        .advanceWatermarkTo(
                            GlobalWindow.INSTANCE.maxTimestamp().plus(Duration.millis(1)))
                        .advanceProcessingTime(Duration.millis(100))
                        .advanceWatermarkToInfinity())
                .apply(ParDo.of(new Collecting())))
        .containsInAnyOrder("a 5 of 5");
    pipeline.run();
  }

  /** Tells what has come so far, in the order in which it came. */
  static final class InOrder extends DoFn<KV<String, Long>, String> {
    @StateId("seen")
    private final StateSpec<ValueState<String>> seenSpec = StateSpecs.value(StringUtf8Coder.of());

    @RequiresTimeSortedInput
    @ProcessElement
    public void process(
        @Element KV<String, Long> element, @StateId("seen") ValueState<String> seen) {
      String before = seen.read();
      seen.write((before == null ? "" : before + " ") + element.getValue());
    }

    @OnWindowExpiration
    public void onEnd(
        @Key String key, @StateId("seen") ValueState<String> seen, OutputReceiver<String> out) {
      out.output(key + " " + seen.read());
    }
  }

  @Test
  void inputIsSortedByTimeAndWhatComesTooLateForThatIsDropped() {
    PAssert.that(
            pipeline
                .apply(
                    stream()
                        .addElements(at(5, "a", 5), at(1, "a", 1), at(8, "b", 8), at(3, "a", 3))
                        .advanceWatermarkTo(Instant.ofEpochMilli(6))
                        .addElements(at(4, "a", 4), at(9, "a", 9), at(7, "a", 7))
                        .advanceWatermarkTo(Instant.ofEpochMilli(8))
                        .addElements(at(8, "a", 8), at(12, "a", 12))
                        .advanceWatermarkToInfinity())
                .apply(Window.into(FixedWindows.of(Duration.millis(10))))
                .apply(ParDo.of(new InOrder())))
        .containsInAnyOrder("a 1 3 5 7 8 9", "b 8", "a 12");
    pipeline.run();
  }
}

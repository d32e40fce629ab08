package org.penstock.portable.streaming;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Windows that only the SDK knows, and that it merges. */
@Timeout(120)
final class MergingWindowsTest {
  private final Pipeline pipeline = PortableRuns.pipeline();

  /** With the window's last moment. */
  static final class Telling extends DoFn<KV<String, Long>, String> {
    @ProcessElement
    public void process(
        @Element KV<String, Long> sum, @Timestamp Instant time, OutputReceiver<String> out) {
      out.output(sum.getKey() + " " + sum.getValue() + " until " + time.getMillis());
    }
  }

  private static TimestampedValue<KV<String, Long>> at(long millis, String key, long value) {
    return TimestampedValue.of(KV.of(key, value), Instant.ofEpochMilli(millis));
  }

  @Test
  void windowsMergeByKeyAsTheSdkSays() {
    PAssert.that(
            pipeline
                .apply(
                    Create.timestamped(
                        Arrays.asList(
                            at(5, "a", 1),
                            at(90, "a", 2),
                            at(50, "a", 4),
                            at(105, "a", 8),
                            at(7, "b", 16))))
                .apply(Window.into(new Blocks()))
                .apply(Sum.longsPerKey())
                .apply(ParDo.of(new Telling())))
        .containsInAnyOrder("a 7 until 99", "a 8 until 114", "b 16 until 16");
    pipeline.run();
  }

  static final class Counting extends DoFn<KV<String, Long>, Long> {
    @StateId("count")
    private final StateSpec<ValueState<Long>> spec = StateSpecs.value(VarLongCoder.of());

    @ProcessElement
    public void process(@StateId("count") ValueState<Long> count, OutputReceiver<Long> out) {
      Long before = count.read();
      long now = before == null ? 1 : before + 1;
      count.write(now);
      out.output(now);
    }
  }

  @Test
  void stateIsRefusedForTheModelDoesNotSayWhatBecomesOfIt() {
    pipeline
        .apply(Create.timestamped(at(5, "a", 1), at(90, "a", 2)))
        .apply(Window.into(new Blocks()))
        .apply("Count", ParDo.of(new Counting()));

    assertThatThrownBy(pipeline::run)
        .hasMessageContaining("Count")
        .hasMessageContaining("windows that merge")
        .hasMessageContaining("group or combine its input first");
  }
}

package org.penstock.portable.batch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Windows that only the SDK knows, and that it merges. */
@Timeout(120)
final class MergingWindowsTest {
  private final Pipeline pipeline = Pipeline.create(PortableBatchTest.options());

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

  /** The runner knows the windows, but not what merges. */
  private static final class Hundreds extends WindowFn<Object, IntervalWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public Collection<IntervalWindow> assignWindows(AssignContext context) {
      return List.of(new IntervalWindow(context.timestamp(), Duration.millis(10)));
    }

    @Override
    public void mergeWindows(MergeContext context) throws Exception {
      Map<Long, List<IntervalWindow>> hundreds =
          context.windows().stream()
              .collect(Collectors.groupingBy(one -> one.start().getMillis() / 100));
      for (List<IntervalWindow> together : hundreds.values()) {
        if (together.size() > 1) {
          context.merge(together, together.stream().reduce(IntervalWindow::span).orElseThrow());
        }
      }
    }

    @Override
    @SuppressWarnings("deprecation") // and abstract all the same
    public boolean isCompatible(WindowFn<?, ?> other) {
      return other instanceof Hundreds;
    }

    @Override
    public Coder<IntervalWindow> windowCoder() {
      return IntervalWindow.getCoder();
    }

    @Override
    public WindowMappingFn<IntervalWindow> getDefaultWindowMappingFn() {
      throw new UnsupportedOperationException("These are no windows of side inputs");
    }
  }

  @Test
  void windowsOfAKnownKindMergeAsTheSdkSays() {
    PAssert.that(
            pipeline
                .apply(
                    Create.timestamped(
                        Arrays.asList(at(5, "a", 1), at(90, "a", 2), at(105, "a", 8))))
                .apply(Window.into(new Hundreds()))
                .apply(Sum.longsPerKey())
                .apply(ParDo.of(new Telling())))
        .containsInAnyOrder("a 3 until 99", "a 8 until 114");
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

package org.penstock.classic.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.runners.core.InMemoryStateInternals;
import org.apache.beam.runners.core.InMemoryTimerInternals;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatefulDoFnTest {
  /** Outputs a running sum, and the sum again when its timer is due. */
  static final class Sum extends DoFn<KV<String, Integer>, String> {
    private static final long serialVersionUID = 1L;

    @StateId("sum")
    @SuppressWarnings("UnusedVariable") // Beam reads it
    private final StateSpec<ValueState<Integer>> sumSpec = StateSpecs.value(VarIntCoder.of());

    @TimerId("end")
    @SuppressWarnings("UnusedVariable") // Beam reads it
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("sum") ValueState<@Nullable Integer> sum,
        @TimerId("end") Timer end,
        OutputReceiver<String> out) {
      Integer before = sum.read();
      int now = element.getValue() + (before == null ? 0 : before);
      sum.write(now);
      end.withOutputTimestamp(Instant.ofEpochMilli(50)).set(Instant.ofEpochMilli(100));
      out.output(element.getKey() + now);
    }

    @OnTimer("end")
    public void onEnd(@StateId("sum") ValueState<Integer> sum, OutputReceiver<String> out) {
      out.output("end " + sum.read());
    }
  }

  private final InMemoryTimerInternals timers = new InMemoryTimerInternals();
  private final StateInternals state = InMemoryStateInternals.forKey("k");
  private final org.apache.beam.runners.core.StepContext keyed =
      new org.apache.beam.runners.core.StepContext() {
        @Override
        public StateInternals stateInternals() {
          return state;
        }

        @Override
        public TimerInternals timerInternals() {
          return timers;
        }

        @Override
        public BundleFinalizer bundleFinalizer() {
          throw new UnsupportedOperationException("The stage has one of its own");
        }
      };

  @Test
  void keepsStateAndCallsTimers() throws Exception {
    Pipeline pipeline = Input.pipeline();
    PCollection<String> output =
        pipeline
            .apply(Input.of(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
            .apply("Sum", ParDo.of(new Sum()));
    try (StageRun run = StageRun.keyed(pipeline, keyed)) {
      run.bundle(KV.of("k", 2), KV.of("k", 3));
      assertThat(run.values(output)).containsExactly("k2", "k5");

      timers.advanceInputWatermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      TimerData due = timers.removeNextEventTimer();
      assertThat(due).isNotNull();
      run.execution().startBundle();
      run.execution().onTimer("k", due);
      run.execution().finishBundle();

      assertThat(run.values(output)).containsExactly("k2", "k5", "end 5");
      assertThat(run.elements(output).get(2).getTimestamp()).isEqualTo(Instant.ofEpochMilli(50));
    }
  }
}

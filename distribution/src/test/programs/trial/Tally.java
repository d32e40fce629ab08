package trial;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;

/** Adds up the numbers of a key in state; a timer at the end of the window hands out the sum. */
final class Tally extends DoFn<KV<Long, Long>, KV<Long, Long>> {
  private static final long serialVersionUID = 1L;

  @StateId("sum")
  private final StateSpec<ValueState<Long>> sumSpec;

  /** Unlike outputs, a timer has no key that can be asked for. */
  @StateId("key")
  private final StateSpec<ValueState<Long>> keySpec;

  @TimerId("end")
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  Tally(Coder<Long> coder) {
    this.sumSpec = StateSpecs.value(coder);
    this.keySpec = StateSpecs.value(coder);
  }

  @ProcessElement
  public void process(
      @Element KV<Long, Long> element,
      BoundedWindow window,
      @StateId("sum") ValueState<Long> sum,
      @StateId("key") ValueState<Long> key,
      @TimerId("end") Timer end) {
    Long before = sum.read();
    sum.write((before == null ? 0 : before) + element.getValue());
    key.write(element.getKey());
    end.set(window.maxTimestamp());
  }

  @OnTimer("end")
  public void end(
      @StateId("sum") ValueState<Long> sum,
      @StateId("key") ValueState<Long> key,
      OutputReceiver<KV<Long, Long>> out) {
    Long total = sum.read();
    // A timer that fires twice would hand out a sum of nothing.
    out.output(KV.of(key.read() == null ? -1 : key.read(), total == null ? -1 : total));
    sum.clear();
    key.clear();
  }
}

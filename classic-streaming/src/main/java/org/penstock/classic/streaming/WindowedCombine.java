package org.penstock.classic.streaming;

import java.util.Arrays;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.penstock.classic.runtime.combine.CombineStep;
import org.penstock.classic.runtime.combine.RunningCombine;
import org.penstock.runtime.CoderSerializer;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.state.NullMarkingCoder;
import org.penstock.runtime.streaming.FinalPanes;
import org.penstock.runtime.streaming.GroupSpec;
import org.penstock.runtime.streaming.KeyedContext;
import org.penstock.runtime.streaming.Processor;
import org.penstock.runtime.streaming.ProcessorContext;
import org.penstock.runtime.streaming.WindowState;

/**
 * The receiving side of a combine with one pane for each window: merges the accumulators that come
 * from {@link WindowedPreCombine}.
 */
final class WindowedCombine<K, InputT, AccumT, OutputT> implements Processor<KeyedElement<AccumT>> {
  private final KeyedContext keyed;
  private final RunningCombine<InputT, AccumT, OutputT> fn;
  private final WindowState<ValueState<Object>> accumulators;
  private final FinalPanes<K, OutputT> panes;

  WindowedCombine(
      GroupSpec<K, InputT, OutputT> spec,
      CombineStep<InputT, AccumT, OutputT> step,
      ProcessorContext context)
      throws Exception {
    this.keyed = context.keyedState();
    this.fn = step.open(context.options(), context.metrics());
    this.accumulators =
        WindowState.of(
            new ValueStateDescriptor<>(
                "accumulators",
                new CoderSerializer<>(new NullMarkingCoder<>(step.accumulatorCoder()))),
            spec.windowing().getWindowFn().windowCoder(),
            keyed);
    this.panes = new FinalPanes<>(spec, this::take, context);
  }

  @Override
  public void process(KeyedElement<AccumT> element) throws Exception {
    for (BoundedWindow window : element.getWindows()) {
      if (!panes.drops(window)) {
        keyed.setKey(element.key());
        add(window, element.getValue());
        panes.added(window, element.getTimestamp());
      }
    }
  }

  private void add(BoundedWindow window, AccumT accumulator) throws Exception {
    ValueState<Object> state = accumulators.in(window);
    Object before = state.value();
    if (before == null) {
      panes.schedule(window);
      state.update(NullMarkingCoder.mark(accumulator));
    } else {
      AccumT own = NullMarkingCoder.unmark(before);
      state.update(NullMarkingCoder.mark(fn.merge(Arrays.asList(own, accumulator), window)));
    }
  }

  private OutputT take(BoundedWindow window) throws Exception {
    ValueState<Object> state = accumulators.in(window);
    AccumT accumulator = NullMarkingCoder.unmark(state.value());
    state.clear();
    return fn.extract(accumulator, window);
  }
}

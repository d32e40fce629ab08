package org.penstock.classic.batch;

import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.penstock.classic.runtime.combine.CombineStep;
import org.penstock.classic.runtime.combine.RunningCombine;
import org.penstock.runtime.batch.ProcessorContext;
import org.penstock.runtime.batch.WindowResult;

/** {@code Combine.perKey} of a window whose values were grouped: combines them one by one. */
final class CombinedWindow<InputT, AccumT, OutputT> implements WindowResult<InputT, OutputT> {
  private final RunningCombine<InputT, AccumT, OutputT> fn;

  CombinedWindow(CombineStep<InputT, AccumT, OutputT> step, ProcessorContext context) {
    this.fn = step.open(context.options(), context.metrics());
  }

  @Override
  public OutputT of(List<Iterable<InputT>> parts, BoundedWindow window) {
    AccumT accumulator = fn.create(window);
    for (Iterable<InputT> part : parts) {
      for (InputT value : part) {
        accumulator = fn.add(accumulator, value, window);
      }
    }
    return fn.extract(accumulator, window);
  }
}

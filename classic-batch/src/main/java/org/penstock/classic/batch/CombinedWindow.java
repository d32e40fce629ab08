package org.penstock.classic.batch;

import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** {@code Combine.perKey} of a window whose values were grouped: combines them one by one. */
final class CombinedWindow<InputT, AccumT, OutputT> implements WindowResult<InputT, OutputT> {
  private final CombineStep.Running<InputT, AccumT, OutputT> fn;

  CombinedWindow(CombineStep<InputT, AccumT, OutputT> step, ProcessorContext context) {
    this.fn = step.open(context);
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

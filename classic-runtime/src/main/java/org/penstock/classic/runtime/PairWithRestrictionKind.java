package org.penstock.classic.runtime;

import java.util.Map;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;

/**
 * The first part of a splittable DoFn: gives each element its initial restriction and watermark
 * estimator state.
 *
 * @param fn the splittable DoFn
 * @param outputTag the only output's tag
 */
record PairWithRestrictionKind<InputT, OutputT>(DoFnKind<InputT, OutputT> fn, String outputTag)
    implements StepKind {

  @Override
  public Map<String, PCollectionView<?>> views() {
    return fn.views();
  }

  @Override
  public Step<?> open(StepContext context) {
    SplittableStep<InputT, OutputT> step = new SplittableStep<>(fn, context);
    Receiver<KV<InputT, KV<Object, Object>>> output = context.output(new TupleTag<>(outputTag));
    return new Step<InputT>() {
      @Override
      public void accept(WindowedValue<InputT> value) {
        step.forEachWindow(value, element -> output.accept(pair(step, element)));
      }

      @Override
      public void close() {
        step.close();
      }
    };
  }

  private static <InputT, OutputT> WindowedValue<KV<InputT, KV<Object, Object>>> pair(
      SplittableStep<InputT, OutputT> step, WindowedValue<InputT> element) {
    step.current(element);
    Object restriction = step.invoker().invokeGetInitialRestriction(step.arguments());
    step.arguments().restrict(new RestrictionArguments(restriction));
    Object state = step.invoker().invokeGetInitialWatermarkEstimatorState(step.arguments());
    step.arguments().restrict(null);
    return element.withValue(KV.of(element.getValue(), KV.of(restriction, state)));
  }
}

package org.penstock.classic.streaming;

import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.AppliedCombineFn;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.classic.runtime.combine.CombineStep;
import org.penstock.runtime.OutputTimestamps;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/**
 * {@code Combine.perKey}. Values are combined before the shuffle only where there is one pane for
 * each window: a trigger may count elements, and would miscount accumulators.
 */
final class CombinePerKeyTranslator implements TransformTranslator {
  @Override
  public String urn() {
    return PTransformTranslation.COMBINE_PER_KEY_TRANSFORM_URN;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    Shuffle shuffle = new Shuffle(node, context);
    Coder<Object> keys = shuffle.keyCoder();
    CombineStep<Object, Object, Object> step =
        CombineStep.of(node, StreamingGraph.of(context).components());
    GroupSpec<Object, Object, Object> spec =
        shuffle.spec(
            () ->
                SystemReduceFn.combining(
                    keys,
                    AppliedCombineFn.withAccumulatorCoder(step.fn(), step.accumulatorCoder())));
    if (FinalPanes.suit(spec.windowing())) {
      OutputTimestamps timestamps = new OutputTimestamps(spec.windowing().getTimestampCombiner());
      shuffle.combined(
          task -> new WindowedPreCombine<>(step, keys, timestamps, task),
          step.accumulatorCoder(),
          task -> new WindowedCombine<>(spec, step, task));
      context.explain(node, "windowed combine before and after the shuffle");
    } else {
      shuffle.triggered(spec);
      context.explain(node, "triggered combine");
    }
  }
}

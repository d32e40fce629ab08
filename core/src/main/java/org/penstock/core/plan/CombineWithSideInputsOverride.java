package org.penstock.core.plan;

import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.CombineWithContext.CombineFnWithContext;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.SingleInputOutputOverrideFactory;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * Lifts a {@code Combine.perKey} with side inputs before its shuffle, where that gives the same
 * result: one pane a window, and windows that do not merge (a side input's window follows the
 * merged one, which is not known before the shuffle).
 */
final class CombineWithSideInputsOverride {
  private CombineWithSideInputsOverride() {}

  static PTransformOverride create() {
    return PTransformOverride.of(CombineWithSideInputsOverride::matches, new Factory<>());
  }

  private static boolean matches(AppliedPTransform<?, ?, ?> application) {
    return application.getTransform() instanceof Combine.PerKey<?, ?, ?> combine
        && !combine.getSideInputs().isEmpty()
        && !combine.shouldSkipReplacement()
        && combine.getFn() instanceof CombineFnWithContext<?, ?, ?>
        && firesOnce(application.getMainInputs().values().iterator().next().getWindowingStrategy());
  }

  private static boolean firesOnce(WindowingStrategy<?, ?> strategy) {
    return strategy.getTrigger() instanceof DefaultTrigger && !strategy.needsMerge();
  }

  private static final class Factory<K, InputT, OutputT>
      extends SingleInputOutputOverrideFactory<
          PCollection<KV<K, InputT>>,
          PCollection<KV<K, OutputT>>,
          Combine.PerKey<K, InputT, OutputT>> {

    @Override
    public PTransformReplacement<PCollection<KV<K, InputT>>, PCollection<KV<K, OutputT>>>
        getReplacementTransform(
            AppliedPTransform<
                    PCollection<KV<K, InputT>>,
                    PCollection<KV<K, OutputT>>,
                    Combine.PerKey<K, InputT, OutputT>>
                application) {
      PCollection<KV<K, OutputT>> output =
          PTransformReplacements.getSingletonMainOutput(application);
      return PTransformReplacement.of(
          PTransformReplacements.getSingletonMainInput(application),
          new Lifted<>(application.getTransform(), output.getCoder()));
    }
  }

  private static final class Lifted<K, InputT, AccumT, OutputT>
      extends PTransform<PCollection<KV<K, InputT>>, PCollection<KV<K, OutputT>>> {
    private static final long serialVersionUID = 1L;

    private final Combine.PerKey<K, InputT, OutputT> combine;
    private final Coder<KV<K, OutputT>> outputCoder;

    Lifted(Combine.PerKey<K, InputT, OutputT> combine, Coder<KV<K, OutputT>> outputCoder) {
      this.combine = combine;
      this.outputCoder = outputCoder;
    }

    @Override
    public PCollection<KV<K, OutputT>> expand(PCollection<KV<K, InputT>> input) {
      CombineFnWithContext<InputT, AccumT, OutputT> fn = fn();
      KvCoder<K, InputT> coder = (KvCoder<K, InputT>) input.getCoder();
      return input
          .apply(
              "CombineBeforeShuffle",
              ParDo.of(
                      new CombineWithSideInputs.BeforeShuffle<>(
                          fn,
                          coder.getKeyCoder(),
                          input.getWindowingStrategy().getTimestampCombiner()))
                  .withSideInputs(combine.getSideInputs()))
          .setCoder(KvCoder.of(coder.getKeyCoder(), accumulatorCoder(fn, input, coder)))
          .apply(GroupByKey.create())
          .apply(
              "CombineAfterShuffle",
              ParDo.of(new CombineWithSideInputs.AfterShuffle<K, AccumT, OutputT>(fn))
                  .withSideInputs(combine.getSideInputs()))
          .setCoder(outputCoder);
    }

    @SuppressWarnings("unchecked") // the transform combines values of just this type
    private CombineFnWithContext<InputT, AccumT, OutputT> fn() {
      return (CombineFnWithContext<InputT, AccumT, OutputT>) combine.getFn();
    }

    private static <K, InputT, AccumT> Coder<AccumT> accumulatorCoder(
        CombineFnWithContext<InputT, AccumT, ?> fn,
        PCollection<KV<K, InputT>> input,
        KvCoder<K, InputT> coder) {
      try {
        return fn.getAccumulatorCoder(
            input.getPipeline().getCoderRegistry(), coder.getValueCoder());
      } catch (CannotProvideCoderException e) {
        throw new IllegalArgumentException(
            input.getName() + " is combined by " + fn + ", whose accumulators have no coder", e);
      }
    }
  }
}

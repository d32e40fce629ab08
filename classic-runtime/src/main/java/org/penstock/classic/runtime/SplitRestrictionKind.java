package org.penstock.classic.runtime;

import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The second part of a splittable DoFn: splits each element's restriction, and adds the size of
 * each part.
 *
 * @param fn the splittable DoFn
 * @param outputTag the only output's tag
 */
record SplitRestrictionKind<InputT, OutputT>(DoFnKind<InputT, OutputT> fn, String outputTag)
    implements StepKind {

  @Override
  public Map<String, PCollectionView<?>> views() {
    return fn.views();
  }

  @Override
  public Step<?> open(StepContext context) {
    return new Split<>(
        new SplittableStep<>(fn, context), context.output(new TupleTag<>(outputTag)));
  }

  private static final class Split<InputT, OutputT>
      implements Step<KV<InputT, KV<Object, Object>>>, OutputReceiver<Object> {
    private final SplittableStep<InputT, OutputT> step;
    private final Receiver<KV<KV<InputT, KV<Object, Object>>, Double>> output;
    private final SplitArguments<InputT, OutputT> arguments;

    @SuppressWarnings("NullAway.Init") // set before user code is called
    private WindowedValue<KV<InputT, KV<Object, Object>>> current;

    Split(
        SplittableStep<InputT, OutputT> step,
        Receiver<KV<KV<InputT, KV<Object, Object>>, Double>> output) {
      this.step = step;
      this.output = output;
      this.arguments = new SplitArguments<>(step, this);
    }

    @Override
    public void accept(WindowedValue<KV<InputT, KV<Object, Object>>> value) {
      step.forEachWindow(value, this::split);
    }

    private void split(WindowedValue<KV<InputT, KV<Object, Object>>> value) {
      current = value;
      KV<InputT, KV<Object, Object>> pair = value.getValue();
      step.current(value.withValue(pair.getKey()));
      restrict(pair.getValue().getKey());
      step.invoker().invokeSplitRestriction(arguments);
    }

    private void restrict(Object restriction) {
      RestrictionArguments restricted = new RestrictionArguments(restriction);
      restricted.watermarkEstimatorState(current.getValue().getValue().getValue());
      step.arguments().restrict(restricted);
      restricted.tracker(step.invoker().invokeNewTracker(step.arguments()));
    }

    @Override
    public void output(Object part) {
      KV<InputT, KV<Object, Object>> pair = current.getValue();
      restrict(part);
      double size = step.invoker().invokeGetSize(step.arguments());
      Object state = pair.getValue().getValue();
      output.accept(current.withValue(KV.of(KV.of(pair.getKey(), KV.of(part, state)), size)));
    }

    @Override
    public OutputBuilder<Object> builder(Object part) {
      return WindowedValues.builder(current)
          .withValue(part)
          .setReceiver(built -> output(built.getValue()));
    }

    @Override
    public void close() {
      step.close();
    }
  }

  /** As for an element, but that what is output are restrictions. */
  private static final class SplitArguments<InputT, OutputT>
      extends DoFnInvoker.DelegatingArgumentProvider<InputT, OutputT> {
    private final OutputReceiver<Object> parts;
    private final SplittableStep<InputT, OutputT> step;

    SplitArguments(SplittableStep<InputT, OutputT> step, OutputReceiver<Object> parts) {
      super(step.arguments(), "@SplitRestriction of step " + step.context().step());
      this.step = step;
      this.parts = parts;
    }

    @Override
    @SuppressWarnings(
        "unchecked") // Beam types the receiver by the DoFn's output, whatever it takes
    public OutputReceiver<OutputT> outputReceiver(DoFn<InputT, OutputT> doFn) {
      return (OutputReceiver<OutputT>) parts;
    }

    @Override
    public Object restriction() {
      return step.arguments().restriction();
    }

    @Override
    public RestrictionTracker<?, ?> restrictionTracker() {
      return step.arguments().restrictionTracker();
    }

    @Override
    public Instant timestamp(DoFn<InputT, OutputT> doFn) {
      return step.arguments().timestamp();
    }

    @Override
    public @Nullable Object sideInput(String tagId) {
      return step.arguments().sideInput(tagId);
    }
  }
}

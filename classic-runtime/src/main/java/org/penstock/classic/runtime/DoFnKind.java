package org.penstock.classic.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.util.DoFnWithExecutionInformation;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * A {@code ParDo}.
 *
 * @param fn the DoFn with its main output, side inputs and schemas
 * @param inputCoder the coder of the main input
 * @param outputCoders the coder of each output by its tag
 * @param windowing the windowing of the main input
 */
record DoFnKind<InputT, OutputT>(
    DoFnWithExecutionInformation fn,
    Coder<InputT> inputCoder,
    Map<String, Coder<?>> outputCoders,
    WindowingStrategy<?, ?> windowing)
    implements StepKind {

  DoFnKind {
    outputCoders = Map.copyOf(outputCoders);
  }

  @Override
  public Step<?> open(StepContext context) {
    DoFnSignature signature = DoFnSignatures.getSignature(fn.getDoFn().getClass());
    if (context.keyed() != null) {
      return new StatefulDoFnStep<>(this, signature, context, context.keyed());
    }
    return new StatelessDoFnStep<>(this, signature, context);
  }

  @Override
  public Map<String, PCollectionView<?>> views() {
    return fn.getSideInputMapping();
  }

  @SuppressWarnings("unchecked") // the payload's DoFn takes the elements of the main input
  DoFn<InputT, OutputT> doFn() {
    return (DoFn<InputT, OutputT>) fn.getDoFn();
  }

  @SuppressWarnings("unchecked") // as above
  TupleTag<OutputT> mainOutputTag() {
    return (TupleTag<OutputT>) fn.getMainOutputTag();
  }

  Map<TupleTag<?>, Coder<?>> codersByTag() {
    Map<TupleTag<?>, Coder<?>> byTag = new HashMap<>();
    outputCoders.forEach((tag, coder) -> byTag.put(new TupleTag<>(tag), coder));
    return byTag;
  }
}

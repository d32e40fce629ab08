package org.penstock.runtime.state;

import java.util.Arrays;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/** An accumulator, which may be changed in place. */
record CombiningView<I, A, O>(
    NamespacedState<ValueState<Object>> state,
    StateNamespace namespace,
    CombineFn<I, A, O> combineFn)
    implements CombiningState<I, A, O> {

  @Override
  public void add(I input) {
    state.change(
        namespace,
        s -> {
          A accumulator = accumulator(s.value());
          s.update(NullMarkingCoder.mark(combineFn.addInput(accumulator, input)));
        });
  }

  @Override
  public void addAccum(A other) {
    state.change(
        namespace,
        s -> {
          A accumulator = accumulator(s.value());
          A merged = combineFn.mergeAccumulators(Arrays.asList(accumulator, other));
          s.update(NullMarkingCoder.mark(merged));
        });
  }

  /** The output of a merged accumulator, so that what was output is not changed later. */
  @Override
  public O read() {
    return combineFn.extractOutput(
        combineFn.mergeAccumulators(Arrays.asList(combineFn.createAccumulator(), getAccum())));
  }

  @Override
  public A getAccum() {
    return state.read(namespace, s -> accumulator(s.value()));
  }

  private A accumulator(@Nullable Object marked) {
    return marked == null ? combineFn.createAccumulator() : NullMarkingCoder.unmark(marked);
  }

  @Override
  public A mergeAccumulators(Iterable<A> accumulators) {
    return combineFn.mergeAccumulators(accumulators);
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    return new LazyRead<>(() -> state.read(namespace, s -> s.value() == null));
  }

  @Override
  public CombiningState<I, A, O> readLater() {
    return this;
  }

  @Override
  public void clear() {
    state.change(namespace, State::clear);
  }
}

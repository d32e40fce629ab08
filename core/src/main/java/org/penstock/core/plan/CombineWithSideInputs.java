package org.penstock.core.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.CombineWithContext.CombineFnWithContext;
import org.apache.beam.sdk.transforms.CombineWithContext.Context;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Instant;

/**
 * The two halves of a {@code Combine.perKey} with side inputs: Beam's proto has no form for it, so
 * that without them nothing would be combined before the shuffle.
 */
final class CombineWithSideInputs {
  private CombineWithSideInputs() {}

  /** Combines what a bundle has of each key and window. */
  static final class BeforeShuffle<K, InputT, AccumT> extends DoFn<KV<K, InputT>, KV<K, AccumT>> {
    private static final long serialVersionUID = 1L;

    private final CombineFnWithContext<InputT, AccumT, ?> fn;
    private final Coder<K> keyCoder;
    private final TimestampCombiner timestamps;
    private transient Map<List<Object>, Held<K, AccumT>> held = new HashMap<>();

    BeforeShuffle(
        CombineFnWithContext<InputT, AccumT, ?> fn,
        Coder<K> keyCoder,
        TimestampCombiner timestamps) {
      this.fn = fn;
      this.keyCoder = keyCoder;
      this.timestamps = timestamps;
    }

    /** Begins with nothing held. */
    @StartBundle
    public void startBundle() {
      held = new HashMap<>();
    }

    /** Adds an element to the accumulator of its key and window. */
    @ProcessElement
    public void processElement(ProcessContext c, BoundedWindow window) {
      Context context = new SideInputContext(c);
      K key = c.element().getKey();
      List<Object> slot =
          List.of(Objects.requireNonNullElse(structural(key), slotOfNull()), window);
      Instant timestamp = timestamps.assign(window, c.timestamp());
      Held<K, AccumT> before = held.get(slot);
      AccumT accumulator = before == null ? fn.createAccumulator(context) : before.accumulator();
      held.put(
          slot,
          new Held<>(
              key,
              window,
              fn.addInput(accumulator, c.element().getValue(), context),
              before == null ? timestamp : timestamps.combine(before.timestamp(), timestamp)));
    }

    private Object structural(K key) {
      return keyCoder.structuralValue(key);
    }

    private static Object slotOfNull() {
      return BeforeShuffle.class;
    }

    /** Outputs the accumulators. */
    @FinishBundle
    public void finishBundle(FinishBundleContext c) {
      for (Held<K, AccumT> one : held.values()) {
        c.output(KV.of(one.key(), one.accumulator()), one.timestamp(), one.window());
      }
      held.clear();
    }
  }

  private record Held<K, AccumT>(
      K key, BoundedWindow window, AccumT accumulator, Instant timestamp) {}

  /** Merges the accumulators of a key and window. */
  static final class AfterShuffle<K, AccumT, OutputT>
      extends DoFn<KV<K, Iterable<AccumT>>, KV<K, OutputT>> {
    private static final long serialVersionUID = 1L;

    private final CombineFnWithContext<?, AccumT, OutputT> fn;

    AfterShuffle(CombineFnWithContext<?, AccumT, OutputT> fn) {
      this.fn = fn;
    }

    /** Outputs what the combine function makes of the accumulators. */
    @ProcessElement
    public void processElement(ProcessContext c) {
      Context context = new SideInputContext(c);
      AccumT merged = fn.mergeAccumulators(c.element().getValue(), context);
      c.output(KV.of(c.element().getKey(), fn.extractOutput(merged, context)));
    }
  }

  private static final class SideInputContext extends Context {
    private final DoFn<?, ?>.ProcessContext c;

    SideInputContext(DoFn<?, ?>.ProcessContext c) {
      this.c = c;
    }

    @Override
    public PipelineOptions getPipelineOptions() {
      return c.getPipelineOptions();
    }

    @Override
    public <T> T sideInput(PCollectionView<T> view) {
      return c.sideInput(view);
    }
  }
}

package org.penstock.classic.batch;

import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.AppliedCombineFn;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.classic.runtime.combine.CombineStep;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.batch.BatchGraph;
import org.penstock.runtime.batch.Grouping;
import org.penstock.runtime.batch.ReduceFnFactory;
import org.penstock.runtime.batch.Windowing;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** {@code Combine.perKey}: combined in a hash table before the shuffle, and merged behind it. */
final class CombinePerKeyTranslator implements TransformTranslator {
  @Override
  public String urn() {
    return PTransformTranslation.COMBINE_PER_KEY_TRANSFORM_URN;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    BatchGraph graph = ClassicBatch.graph(context);
    String input = Nodes.onlyInput(node);
    WindowingStrategy<?, ?> strategy = graph.components().windowingOf(input);
    Windowing windowing = Windowing.of(strategy);
    CombineStep<Object, Object, Object> step = CombineStep.of(node, graph.components());
    Grouping<Object, Object, Object> grouping = new Grouping<>(node, context, graph, strategy);
    DataStream<WindowedValue<KV<Object, Object>>> elements = context.stream(input);
    DataStream<WindowedValue<KV<Object, Object>>> combined =
        switch (windowing) {
          case FIXED -> lifted(grouping, step, elements);
          case MERGING -> grouping.merging(elements, task -> new CombinedWindow<>(step, task));
          case TRIGGERED -> grouping.triggered(elements, triggered(step, grouping.coder()));
        };
    context.produce(Nodes.onlyOutput(node), combined);
    context.explain(
        node,
        windowing == Windowing.FIXED
            ? "combine before and after the shuffle"
            : windowing.operator());
  }

  private static DataStream<WindowedValue<KV<Object, Object>>> lifted(
      Grouping<Object, Object, Object> grouping,
      CombineStep<Object, Object, Object> step,
      DataStream<WindowedValue<KV<Object, Object>>> elements) {
    AccumulatorCodec<Object, Object> codec =
        new AccumulatorCodec<>(
            grouping.windowedKeys(), step.accumulatorCoder(), grouping.timestamps());
    return grouping.shuffled(
        elements,
        context -> new PreCombine<>(step, codec, context),
        context -> new FinalCombine<>(step, codec, context));
  }

  private static ReduceFnFactory<Object, Object, Object, BoundedWindow> triggered(
      CombineStep<Object, Object, Object> step, KvCoder<Object, Object> coder) {
    return () ->
        SystemReduceFn.combining(
            coder.getKeyCoder(),
            AppliedCombineFn.withAccumulatorCoder(step.fn(), step.accumulatorCoder()));
  }
}

package org.penstock.runtime.batch;

import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.runtime.ComponentsReader;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.OutputTimestamps;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** {@code GroupByKey}: values may be larger than memory, and be read again and again. */
record GroupByKeyTranslator(ComponentsReader reader) implements TransformTranslator {
  @Override
  public String urn() {
    return PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    BatchGraph graph = BatchGraph.of(context, reader);
    String input = Nodes.onlyInput(node);
    WindowingStrategy<?, ?> strategy = graph.components().windowingOf(input);
    Windowing windowing = Windowing.of(strategy);
    Grouping<Object, Object, Iterable<Object>> grouping =
        new Grouping<>(node, context, graph, strategy);
    DataStream<WindowedValue<KV<Object, Object>>> elements = context.stream(input);
    DataStream<WindowedValue<KV<Object, Iterable<Object>>>> groups =
        switch (windowing) {
          case FIXED -> fixed(grouping, elements);
          case MERGING -> grouping.merging(elements, WindowResult.values());
          case TRIGGERED -> grouping.triggered(elements, triggered(grouping.coder()));
        };
    context.produce(Nodes.onlyOutput(node), groups);
    context.explain(node, windowing.operator());
  }

  private static DataStream<WindowedValue<KV<Object, Iterable<Object>>>> fixed(
      Grouping<Object, Object, Iterable<Object>> grouping,
      DataStream<WindowedValue<KV<Object, Object>>> elements) {
    WindowedKeyCodec<Object> keys = grouping.windowedKeys();
    var values = grouping.coder().getValueCoder();
    OutputTimestamps timestamps = grouping.timestamps();
    return grouping.shuffled(
        elements,
        context -> new GroupEncoder<>(keys, values, timestamps, context),
        context -> new GroupDecoder<>(keys, values, timestamps, context));
  }

  private static ReduceFnFactory<Object, Object, Iterable<Object>, BoundedWindow> triggered(
      KvCoder<Object, Object> coder) {
    var values = coder.getValueCoder();
    return () -> SystemReduceFn.buffering(values);
  }
}

package org.penstock.classic.streaming;

import java.util.List;
import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.classic.streaming.StreamingGraph.Operator;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.KeyedElementTypeInfo;
import org.penstock.runtime.Nodes;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** {@code GroupByKey}. */
final class GroupByKeyTranslator implements TransformTranslator {
  @Override
  public String urn() {
    return PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    Coder<Object> values = pairs(node, context).getValueCoder();
    context.produce(
        Nodes.onlyOutput(node), triggered(node, () -> SystemReduceFn.buffering(values), context));
    context.explain(node, "triggered grouping");
  }

  static KvCoder<Object, Object> pairs(TransformNode node, TranslationContext context) {
    return Nodes.pairs(
        node, StreamingGraph.of(context).components().coderOf(Nodes.onlyInput(node)));
  }

  /** A grouping as the trigger says. */
  static <OutputT> DataStream<WindowedValue<KV<Object, OutputT>>> triggered(
      TransformNode node,
      GroupSpec.ReduceFnFactory<Object, Object, OutputT> reduceFn,
      TranslationContext context) {
    StreamingGraph graph = StreamingGraph.of(context);
    String input = Nodes.onlyInput(node);
    KvCoder<Object, Object> coder = pairs(node, context);
    Coder<Object> keyCoder = coder.getKeyCoder();
    var windows = graph.components().windowCoderOf(input);
    DataStream<KeyedElement<Object>> byKey =
        graph.add(
            context.<WindowedValue<KV<Object, Object>>>stream(input),
            Operator.plain(
                node.name(),
                "send",
                new KeyedElementTypeInfo<>(coder.getValueCoder(), windows),
                task -> new ToKeyedElement<>(keyCoder, task)));
    GroupSpec<Object, Object, OutputT> groups =
        GroupSpec.of(node.name(), input, keyCoder, reduceFn, context);
    return graph.addKeyed(
        byKey,
        List.of(),
        windows,
        new Operator<>(
            node.name(),
            "",
            task -> new TriggeredGroups<>(groups, task),
            graph.components().<KV<Object, OutputT>>typeOf(Nodes.onlyOutput(node)),
            List.of(),
            true));
  }
}

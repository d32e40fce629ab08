package org.penstock.classic.streaming;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.classic.streaming.StreamingGraph.Operator;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.KeyedElementTypeInfo;
import org.penstock.runtime.Nodes;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TranslationContext;

/** What {@code GroupByKey} and {@code Combine.perKey} have in common: a shuffle by key. */
final class Shuffle {
  /** The part of a transform's operators whose state is by window, not that of a trigger. */
  private static final String BY_WINDOW = "windows";

  private final TransformNode node;
  private final TranslationContext context;
  private final StreamingGraph graph;
  private final KvCoder<Object, Object> coder;
  private final Coder<? extends BoundedWindow> windows;

  Shuffle(TransformNode node, TranslationContext context) {
    this.node = node;
    this.context = context;
    this.graph = StreamingGraph.of(context);
    this.coder = Nodes.pairs(node, graph.components().coderOf(Nodes.onlyInput(node)));
    this.windows = graph.components().windowCoderOf(Nodes.onlyInput(node));
  }

  Coder<Object> keyCoder() {
    return coder.getKeyCoder();
  }

  Coder<Object> valueCoder() {
    return coder.getValueCoder();
  }

  /** The grouping that is wanted. */
  <OutputT> GroupSpec<Object, Object, OutputT> spec(
      GroupSpec.ReduceFnFactory<Object, Object, OutputT> reduceFn) {
    return GroupSpec.of(node.name(), Nodes.onlyInput(node), keyCoder(), reduceFn, context);
  }

  /** Groups as the trigger says. */
  <OutputT> void triggered(GroupSpec<Object, Object, OutputT> spec) {
    produce("", values(), task -> new TriggeredGroups<>(spec, task));
  }

  /** Groups with one pane for each window. */
  void windowed(GroupSpec<Object, Object, Iterable<Object>> spec) {
    Coder<Object> values = valueCoder();
    produce(BY_WINDOW, values(), task -> new WindowedGroups<>(spec, values, task));
  }

  /** Combines before and after the shuffle, with one pane for each window. */
  void combined(
      ProcessorFactory<WindowedValue<KV<Object, Object>>> sender,
      Coder<Object> accumulators,
      ProcessorFactory<KeyedElement<Object>> receiver) {
    produce(BY_WINDOW, sent(accumulators, sender), receiver);
  }

  private DataStream<KeyedElement<Object>> values() {
    Coder<Object> keys = keyCoder();
    return sent(valueCoder(), task -> new ToKeyedElement<>(keys, task));
  }

  private DataStream<KeyedElement<Object>> sent(
      Coder<Object> crossing, ProcessorFactory<WindowedValue<KV<Object, Object>>> sender) {
    return graph.add(
        context.<WindowedValue<KV<Object, Object>>>stream(Nodes.onlyInput(node)),
        Operator.plain(node.name(), "send", new KeyedElementTypeInfo<>(crossing, windows), sender));
  }

  private void produce(
      String part,
      DataStream<KeyedElement<Object>> byKey,
      ProcessorFactory<KeyedElement<Object>> receiver) {
    String output = Nodes.onlyOutput(node);
    context.produce(
        output,
        graph.addKeyed(
            byKey,
            List.of(),
            windows,
            Operator.plain(
                node.name(),
                part,
                graph.components().<KV<Object, Object>>typeOf(output),
                receiver)));
  }
}

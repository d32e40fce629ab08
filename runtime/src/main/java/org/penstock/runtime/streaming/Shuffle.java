package org.penstock.runtime.streaming;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.KeyedElementTypeInfo;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.streaming.StreamingGraph.Operator;
import org.penstock.spi.TransformNode;

/**
 * What {@code GroupByKey} and {@code Combine.perKey} have in common: a shuffle by key of the only
 * input of a transform, whose only output it produces.
 */
public final class Shuffle {
  /** The part of a transform's operators whose state is by window, not that of a trigger. */
  private static final String BY_WINDOW = "windows";

  private final TransformNode node;
  private final StreamingGraph graph;
  private final KvCoder<Object, Object> coder;
  private final Coder<? extends BoundedWindow> windows;

  /**
   * The shuffle of that transform.
   *
   * @throws IllegalArgumentException if its input has no key-value pairs
   */
  public Shuffle(TransformNode node, StreamingGraph graph) {
    this.node = node;
    this.graph = graph;
    this.coder = Nodes.pairs(node, graph.components().coderOf(Nodes.onlyInput(node)));
    this.windows = graph.components().windowCoderOf(Nodes.onlyInput(node));
  }

  /** The coder of the keys. */
  public Coder<Object> keyCoder() {
    return coder.getKeyCoder();
  }

  Coder<Object> valueCoder() {
    return coder.getValueCoder();
  }

  /**
   * The grouping that is wanted.
   *
   * @param reduceFn how the values of a window become the output
   */
  public <OutputT> GroupSpec<Object, Object, OutputT> spec(
      GroupSpec.ReduceFnFactory<Object, Object, OutputT> reduceFn) {
    return GroupSpec.of(node.name(), Nodes.onlyInput(node), keyCoder(), reduceFn, graph);
  }

  /** Groups as the trigger says. */
  public <OutputT> void triggered(GroupSpec<Object, Object, OutputT> spec) {
    produce("", values(), task -> new TriggeredGroups<>(spec, task));
  }

  /** Groups with one pane for each window. */
  void windowed(GroupSpec<Object, Object, Iterable<Object>> spec) {
    Coder<Object> values = valueCoder();
    produce(BY_WINDOW, values(), task -> new WindowedGroups<>(spec, values, task));
  }

  /**
   * Combines before and after the shuffle, with one pane for each window; of windowings that {@link
   * FinalPanes#suit}.
   *
   * @param sender combines values to accumulators, which go to the shuffle
   * @param receiver merges accumulators to the output
   */
  public void combined(
      ProcessorFactory<WindowedValue<KV<Object, Object>>> sender,
      Coder<Object> accumulators,
      ProcessorFactory<KeyedElement<Object>> receiver) {
    produce(BY_WINDOW, sent(accumulators, sender), receiver);
  }

  private DataStream<KeyedElement<Object>> values() {
    return graph.addSender(
        input(), node.name(), keyCoder(), new WindowedValueCodec<>(valueCoder(), windows));
  }

  private DataStream<KeyedElement<Object>> sent(
      Coder<Object> crossing, ProcessorFactory<WindowedValue<KV<Object, Object>>> sender) {
    return graph.add(
        input(),
        Operator.plain(node.name(), "send", new KeyedElementTypeInfo<>(crossing, windows), sender));
  }

  private DataStream<WindowedValue<KV<Object, Object>>> input() {
    return graph.context().stream(Nodes.onlyInput(node));
  }

  private void produce(
      String part,
      DataStream<KeyedElement<Object>> byKey,
      ProcessorFactory<KeyedElement<Object>> receiver) {
    String output = Nodes.onlyOutput(node);
    graph
        .context()
        .produce(
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

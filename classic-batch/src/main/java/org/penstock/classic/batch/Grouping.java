package org.penstock.classic.batch;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.classic.batch.BatchGraph.Operator;
import org.penstock.runtime.HashPartitioner;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.OutputTimestamps;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.ShuffleRecordTypeInfo;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TranslationContext;

/**
 * What {@code GroupByKey} and {@code Combine.perKey} have in common: a shuffle by key and window.
 */
final class Grouping<K, V, OutputT> {
  private final TransformNode node;
  private final TranslationContext context;
  private final BatchGraph graph;
  private final WindowingStrategy<?, BoundedWindow> strategy;
  private final KvCoder<K, V> coder;

  @SuppressWarnings("unchecked") // windows are what the strategy's function assigned
  Grouping(
      TransformNode node,
      TranslationContext context,
      BatchGraph graph,
      WindowingStrategy<?, ?> strategy) {
    this.node = node;
    this.context = context;
    this.graph = graph;
    this.strategy = (WindowingStrategy<?, BoundedWindow>) strategy;
    this.coder = Nodes.pairs(node, graph.components().coderOf(Nodes.onlyInput(node)));
  }

  KvCoder<K, V> coder() {
    return coder;
  }

  OutputTimestamps timestamps() {
    return new OutputTimestamps(strategy.getTimestampCombiner());
  }

  WindowedKeyCodec<K> windowedKeys() {
    return new WindowedKeyCodec<>(coder.getKeyCoder(), windowCoder());
  }

  private Coder<BoundedWindow> windowCoder() {
    return strategy.getWindowFn().windowCoder();
  }

  private KeyedElementCodec<K, V> elements() {
    return new KeyedElementCodec<>(coder, windowCoder());
  }

  /** Encodes, shuffles by key, and hands the records to the receiver. */
  DataStream<WindowedValue<KV<K, OutputT>>> shuffled(
      DataStream<WindowedValue<KV<K, V>>> input,
      ProcessorFactory<WindowedValue<KV<K, V>>> sender,
      ProcessorFactory<ShuffleRecord> receiver) {
    DataStream<ShuffleRecord> records =
        graph.add(
            input, Operator.plain(node.name() + " (send)", ShuffleRecordTypeInfo.INSTANCE, sender));
    return graph.add(
        HashPartitioner.partition(records),
        Operator.sorting(
            node.name(),
            graph.components().<KV<K, OutputT>>typeOf(Nodes.onlyOutput(node)),
            receiver));
  }

  /** Groups with windows that merge. */
  DataStream<WindowedValue<KV<K, OutputT>>> merging(
      DataStream<WindowedValue<KV<K, V>>> input, WindowResult.Factory<V, OutputT> result) {
    KeyedElementCodec<K, V> codec = elements();
    return shuffled(
        input,
        sender -> new KeyedEncoder<>(codec, Grouping::startOfWindow, sender),
        new MergingGroupsSpec<>(
            codec, coder.getValueCoder(), strategy.getWindowFn(), timestamps(), result));
  }

  private static long startOfWindow(WindowedValue<?> element) {
    return element.getWindows().iterator().next() instanceof IntervalWindow window
        ? window.start().getMillis()
        : element.getTimestamp().getMillis();
  }

  /** Groups as the trigger says. */
  DataStream<WindowedValue<KV<K, OutputT>>> triggered(
      DataStream<WindowedValue<KV<K, V>>> input,
      TriggeredGroups.ReduceFnFactory<K, V, OutputT, BoundedWindow> reduceFn) {
    KeyedElementCodec<K, V> codec = elements();
    return shuffled(
        input,
        sender -> new KeyedEncoder<>(codec, element -> 0, sender),
        new TriggeredGroupsSpec<>(
            node.name(),
            codec,
            strategy,
            Windowing.trigger(Nodes.onlyInput(node), context),
            reduceFn));
  }
}

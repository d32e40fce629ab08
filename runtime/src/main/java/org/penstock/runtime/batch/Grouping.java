package org.penstock.runtime.batch;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.runtime.HashPartitioner;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.OutputTimestamps;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.ShuffleRecordTypeInfo;
import org.penstock.runtime.batch.BatchGraph.Operator;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TranslationContext;

/**
 * What {@code GroupByKey} and {@code Combine.perKey} have in common: a shuffle by key and window.
 */
public final class Grouping<K, V, OutputT> {
  private final TransformNode node;
  private final TranslationContext context;
  private final BatchGraph graph;
  private final WindowingStrategy<?, BoundedWindow> strategy;
  private final KvCoder<K, V> coder;

  /**
   * The grouping of a transform's only input.
   *
   * @param graph that of the translation
   * @param strategy the windowing of the input
   * @throws IllegalArgumentException if there is not just one input, or it is not of key-value
   *     pairs
   */
  @SuppressWarnings("unchecked") // windows are what the strategy's function assigned
  public Grouping(
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

  /** The coder of the input. */
  public KvCoder<K, V> coder() {
    return coder;
  }

  /** The timestamps of the output. */
  public OutputTimestamps timestamps() {
    return new OutputTimestamps(strategy.getTimestampCombiner());
  }

  /** Keys and windows as the bytes to sort by, for windows that do not merge. */
  public WindowedKeyCodec<K> windowedKeys() {
    return new WindowedKeyCodec<>(coder.getKeyCoder(), windowCoder());
  }

  private Coder<BoundedWindow> windowCoder() {
    return strategy.getWindowFn().windowCoder();
  }

  private KeyedElementCodec<K, V> elements() {
    return new KeyedElementCodec<>(coder, windowCoder());
  }

  /**
   * Encodes, shuffles by key, and hands the records to the receiver, which gets memory to sort.
   *
   * @param sender makes records of the elements
   * @param receiver gets all records of a key, and makes the output of them
   */
  public DataStream<WindowedValue<KV<K, OutputT>>> shuffled(
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

  /**
   * Groups with windows that merge.
   *
   * @param result what becomes of the values of a window
   */
  public DataStream<WindowedValue<KV<K, OutputT>>> merging(
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

  /**
   * Groups as the trigger says.
   *
   * @param reduceFn what becomes of the values of a pane
   */
  public DataStream<WindowedValue<KV<K, OutputT>>> triggered(
      DataStream<WindowedValue<KV<K, V>>> input,
      ReduceFnFactory<K, V, OutputT, BoundedWindow> reduceFn) {
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

package org.penstock.runtime.streaming;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.graph.StreamConfig;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.ElementCollector;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.KeyedElementTypeInfo;
import org.penstock.runtime.OperatorOutputs;

/**
 * The sending sides of shuffles by key that read the outputs of an operator. They run in the
 * operator itself, whose side outputs they fill: an operator of their own would cost each record
 * more than they do. Filled while the pipeline is translated.
 */
final class Senders implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Sender<?, ?>> senders = new ArrayList<>();

  private record Sender<K, V>(int output, Coder<K> keyCoder, OutputTag<KeyedElement<V>> tag)
      implements Serializable {
    @SuppressWarnings("unchecked") // the translator gave it an output of just this type
    ElementCollector<Object> open(Output<? extends StreamRecord<?>> operator) {
      ElementCollector<KV<K, V>> sender =
          new ToKeyedElement<>(keyCoder, OperatorOutputs.of(operator, tag));
      return (ElementCollector<Object>) (ElementCollector<?>) sender;
    }
  }

  /**
   * Adds one, and returns the side output that it fills.
   *
   * @param output which of the operator's outputs it reads
   */
  <K, V> OutputTag<KeyedElement<V>> add(
      int output, Coder<K> keyCoder, KeyedElementTypeInfo<V> type) {
    // Flink compares tags record by record, so the name is a short one.
    OutputTag<KeyedElement<V>> tag = new OutputTag<>("send " + senders.size(), type);
    senders.add(new Sender<>(output, keyCoder, tag));
    return tag;
  }

  /**
   * The operator's outputs, with what sends their elements.
   *
   * @param tags the tags of the outputs behind the main one
   * @param config says which outputs anybody else reads
   */
  List<Collector<?>> open(
      Output<? extends StreamRecord<?>> operator,
      List<OutputTag<?>> tags,
      StreamConfig config,
      ClassLoader loader) {
    List<Collector<?>> outputs = new ArrayList<>(OperatorOutputs.of(operator, tags));
    if (senders.isEmpty()) {
      return outputs;
    }
    Set<@Nullable OutputTag<?>> read = read(config, loader);
    for (int i = 0; i < outputs.size(); i++) {
      List<ElementCollector<Object>> readers = new ArrayList<>();
      for (Sender<?, ?> sender : senders) {
        if (sender.output() == i) {
          readers.add(sender.open(operator));
        }
      }
      if (!readers.isEmpty()) {
        if (read.contains(i == 0 ? null : tags.get(i - 1))) {
          readers.add(elements(outputs.get(i)));
        }
        outputs.set(i, readers.size() == 1 ? readers.get(0) : new FanOut(readers));
      }
    }
    return outputs;
  }

  /** The tags of the outputs that any operator reads; null is that of the main output. */
  private static Set<@Nullable OutputTag<?>> read(StreamConfig config, ClassLoader loader) {
    Set<@Nullable OutputTag<?>> read = new HashSet<>();
    config.getChainedOutputs(loader).forEach(edge -> read.add(edge.getOutputTag()));
    config.getOperatorNonChainedOutputs(loader).forEach(out -> read.add(out.getOutputTag()));
    return read;
  }

  @SuppressWarnings("unchecked") // the elements of the very output
  private static ElementCollector<Object> elements(Collector<?> output) {
    Collector<WindowedValue<Object>> collector = (Collector<WindowedValue<Object>>) output;
    return new ElementCollector<>() {
      @Override
      public void collect(Object value, WindowedValue<?> like) {
        collector.collect(like.withValue(value));
      }

      @Override
      public void collect(WindowedValue<Object> element) {
        collector.collect(element);
      }

      @Override
      public void close() {
        collector.close();
      }
    };
  }

  /** Hands each element to several. */
  private record FanOut(List<ElementCollector<Object>> readers)
      implements ElementCollector<Object> {
    @Override
    public void collect(Object value, WindowedValue<?> like) {
      collect(like.withValue(value));
    }

    @Override
    public void collect(WindowedValue<Object> element) {
      for (int i = 0; i < readers.size(); i++) {
        readers.get(i).collect(element);
      }
    }

    @Override
    public void close() {
      readers.forEach(Collector::close);
    }
  }
}

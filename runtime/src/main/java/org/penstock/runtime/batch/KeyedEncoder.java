package org.penstock.runtime.batch;

import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;
import org.penstock.runtime.Scratch;
import org.penstock.runtime.ShuffleRecord;

/** The sending side where the receiver wants each element with its windows, key by key. */
final class KeyedEncoder<K, V> implements Processor<WindowedValue<KV<K, V>>> {
  /** Where an element stands among those of its key; equal ones keep the order of their sender. */
  interface Order<K, V> extends Serializable {
    long of(WindowedValue<KV<K, V>> element);
  }

  private final KeyedElementCodec<K, V> codec;
  private final Order<K, V> order;
  private final Collector<ShuffleRecord> output;
  private final Scratch scratch = new Scratch();

  KeyedEncoder(KeyedElementCodec<K, V> codec, Order<K, V> order, ProcessorContext context) {
    this.codec = codec;
    this.order = order;
    this.output = context.output();
  }

  @Override
  public void process(WindowedValue<KV<K, V>> element) throws IOException {
    output.collect(codec.encode(element, order.of(element), scratch));
  }

  @Override
  public void endInput() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}

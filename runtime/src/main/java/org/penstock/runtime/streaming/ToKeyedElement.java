package org.penstock.runtime.streaming;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.Scratch;

/** The sending side of a shuffle by key: encodes the key, once and for all. */
final class ToKeyedElement<K, V> implements Processor<WindowedValue<KV<K, V>>> {
  private final Coder<K> keyCoder;
  private final Collector<KeyedElement<V>> output;
  private final Scratch scratch = new Scratch();

  ToKeyedElement(Coder<K> keyCoder, ProcessorContext context) {
    this.keyCoder = keyCoder;
    this.output = context.output();
  }

  @Override
  public void process(WindowedValue<KV<K, V>> element) throws Exception {
    keyCoder.encode(element.getValue().getKey(), scratch.start());
    output.collect(
        new KeyedElement<>(
            EncodedKey.of(scratch), element.withValue(element.getValue().getValue())));
  }
}

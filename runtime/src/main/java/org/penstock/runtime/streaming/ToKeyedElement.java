package org.penstock.runtime.streaming;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;
import org.penstock.runtime.ElementCollector;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.Scratch;

/** The sending side of a shuffle by key: encodes the key, once and for all. */
final class ToKeyedElement<K, V>
    implements ElementCollector<KV<K, V>>, Processor<WindowedValue<KV<K, V>>> {
  private final Coder<K> keyCoder;
  private final Collector<KeyedElement<V>> output;
  private final Scratch scratch = new Scratch();

  ToKeyedElement(Coder<K> keyCoder, Collector<KeyedElement<V>> output) {
    this.keyCoder = keyCoder;
    this.output = output;
  }

  @Override
  public void process(WindowedValue<KV<K, V>> element) {
    collect(element.getValue(), element);
  }

  @Override
  public void collect(KV<K, V> pair, WindowedValue<?> like) {
    try {
      keyCoder.encode(pair.getKey(), scratch.start());
    } catch (IOException e) {
      throw new UncheckedIOException("The key " + pair.getKey() + " cannot be encoded", e);
    }
    output.collect(KeyedElement.of(EncodedKey.of(scratch), pair.getValue(), like));
  }

  @Override
  public void close() {
    // The operator closes its output.
  }
}

package org.penstock.runtime.batch;

import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.runtime.ArrayInput;
import org.penstock.runtime.Scratch;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.sort.GroupIterator;

/**
 * Key-value pairs in a shuffle: the key once for all of its values, each value with its windows.
 */
final class KeyedElementCodec<K, V> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Coder<K> keyCoder;
  private final WindowedValueCodec<V> values;

  KeyedElementCodec(KvCoder<K, V> coder, Coder<? extends BoundedWindow> windowCoder) {
    this.keyCoder = coder.getKeyCoder();
    this.values = new WindowedValueCodec<>(coder.getValueCoder(), windowCoder);
  }

  /** The pair as a record with that order among those of its key. */
  ShuffleRecord encode(WindowedValue<KV<K, V>> element, long order, Scratch scratch)
      throws IOException {
    keyCoder.encode(element.getValue().getKey(), scratch.start());
    byte[] key = scratch.toBytes();
    values.encode(element.withValue(element.getValue().getValue()), scratch.start());
    return ShuffleRecord.of(key, order, scratch.toBytes());
  }

  K decodeKey(byte[] key) throws IOException {
    return keyCoder.decode(new ArrayInput(key));
  }

  /** The value that the entry stands at. */
  WindowedValue<V> decodeValue(GroupIterator entry) throws IOException {
    return values.decode(new ArrayInput(entry.array(), entry.offset(), entry.length()));
  }
}

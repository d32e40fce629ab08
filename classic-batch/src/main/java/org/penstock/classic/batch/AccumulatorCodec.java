package org.penstock.classic.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.penstock.classic.runtime.combine.CombineTable.Entry;
import org.penstock.runtime.ArrayInput;
import org.penstock.runtime.OutputTimestamps;
import org.penstock.runtime.Scratch;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.batch.WindowedKeyCodec;
import org.penstock.runtime.batch.WindowedKeyCodec.WindowedKey;
import org.penstock.runtime.sort.GroupIterator;

/** How accumulators cross a shuffle: by key and window, with their output timestamp. */
record AccumulatorCodec<K, AccumT>(
    WindowedKeyCodec<K> keys, Coder<AccumT> accumulators, OutputTimestamps timestamps)
    implements Serializable {

  ShuffleRecord encode(Entry<K, AccumT> entry, Scratch scratch) throws IOException {
    keys.encode(entry.key(), entry.window(), scratch.start());
    byte[] key = scratch.toBytes();
    OutputStream payload = scratch.start();
    timestamps.write(entry.timestamp(), payload);
    accumulators.encode(entry.accumulator(), payload);
    return ShuffleRecord.of(key, 0, scratch.toBytes());
  }

  Entry<K, AccumT> decode(ShuffleRecord record) throws IOException {
    WindowedKey<K> key = keys.decode(record.key());
    return decode(key, new ArrayInput(record.payload()));
  }

  Entry<K, AccumT> decode(WindowedKey<K> key, GroupIterator entry) throws IOException {
    return decode(key, new ArrayInput(entry.array(), entry.offset(), entry.length()));
  }

  private Entry<K, AccumT> decode(WindowedKey<K> key, ArrayInput payload) throws IOException {
    var timestamp = timestamps.read(payload);
    return new Entry<>(key.key(), key.window(), accumulators.decode(payload), timestamp);
  }
}

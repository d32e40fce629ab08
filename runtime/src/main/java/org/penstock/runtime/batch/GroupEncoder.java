package org.penstock.runtime.batch;

import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;
import org.penstock.runtime.OutputTimestamps;
import org.penstock.runtime.Scratch;
import org.penstock.runtime.ShuffleRecord;

/** The sending side of a grouping without merging windows: one record for each window. */
final class GroupEncoder<K, V> implements Processor<WindowedValue<KV<K, V>>> {
  private final WindowedKeyCodec<K> keys;
  private final Coder<V> valueCoder;
  private final OutputTimestamps timestamps;
  private final Collector<ShuffleRecord> output;
  private final Scratch scratch = new Scratch();

  GroupEncoder(
      WindowedKeyCodec<K> keys,
      Coder<V> valueCoder,
      OutputTimestamps timestamps,
      ProcessorContext context) {
    this.keys = keys;
    this.valueCoder = valueCoder;
    this.timestamps = timestamps;
    this.output = context.output();
  }

  @Override
  public void process(WindowedValue<KV<K, V>> element) throws IOException {
    KV<K, V> pair = element.getValue();
    for (BoundedWindow window : element.getWindows()) {
      keys.encode(pair.getKey(), window, scratch.start());
      byte[] key = scratch.toBytes();
      var payload = scratch.start();
      timestamps.write(timestamps.assign(window, element.getTimestamp()), payload);
      valueCoder.encode(pair.getValue(), payload);
      output.collect(ShuffleRecord.of(key, 0, scratch.toBytes()));
    }
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

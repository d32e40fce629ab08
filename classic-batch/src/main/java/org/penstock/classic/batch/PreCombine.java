package org.penstock.classic.batch;

import java.io.IOException;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;
import org.joda.time.Instant;
import org.penstock.classic.batch.CombineTable.Entry;
import org.penstock.runtime.Scratch;
import org.penstock.runtime.ShuffleRecord;

/**
 * The sending side of a combine: combines what it has of each key before it crosses the shuffle.
 */
final class PreCombine<K, InputT, AccumT, OutputT>
    implements Processor<WindowedValue<KV<K, InputT>>> {
  private final CombineStep.Running<InputT, AccumT, OutputT> fn;
  private final AccumulatorCodec<K, AccumT> codec;
  private final CombineTable<K, AccumT> table;
  private final Collector<ShuffleRecord> output;
  private final Scratch scratch = new Scratch();

  PreCombine(
      CombineStep<InputT, AccumT, OutputT> step,
      AccumulatorCodec<K, AccumT> codec,
      ProcessorContext context) {
    this.fn = step.open(context);
    this.codec = codec;
    this.table =
        new CombineTable<>(codec.keys().keyCoder(), new TableBudget<>(codec.accumulators()));
    this.output = context.output();
  }

  @Override
  public void process(WindowedValue<KV<K, InputT>> element) throws IOException {
    for (BoundedWindow window : element.getWindows()) {
      add(element.getValue(), window, element.getTimestamp());
    }
  }

  private void add(KV<K, InputT> pair, BoundedWindow window, Instant timestamp) throws IOException {
    Instant assigned = codec.timestamps().assign(window, timestamp);
    Object slot = table.slot(pair.getKey(), window);
    Entry<K, AccumT> entry = table.get(slot);
    if (entry == null) {
      entry = new Entry<>(pair.getKey(), window, fn.create(window), assigned);
      table.put(slot, entry);
    } else {
      entry.timestamp = codec.timestamps().combine(entry.timestamp, assigned);
    }
    entry.accumulator = fn.add(entry.accumulator, pair.getValue(), window);
    if (table.isFull(entry)) {
      flush();
    }
  }

  private void flush() throws IOException {
    for (Entry<K, AccumT> entry : table.entries()) {
      entry.accumulator = fn.compact(entry.accumulator, entry.window);
      output.collect(codec.encode(entry, scratch));
    }
    table.clear();
  }

  @Override
  public void endInput() throws IOException {
    flush();
  }

  @Override
  public void close() {
    table.clear();
  }
}

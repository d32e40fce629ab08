package org.penstock.runtime.batch;

import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.util.Collector;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.ArrayInput;
import org.penstock.runtime.EncodedValues;
import org.penstock.runtime.OutputTimestamps;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.batch.WindowedKeyCodec.WindowedKey;
import org.penstock.runtime.sort.GroupIterator;
import org.penstock.runtime.sort.SortedGroup;

/** The receiving side of a grouping without merging windows: sorts, then outputs group by group. */
final class GroupDecoder<K, V> implements Processor<ShuffleRecord> {
  private final WindowedKeyCodec<K> keys;
  private final Coder<V> valueCoder;
  private final OutputTimestamps timestamps;
  private final ProcessorContext context;
  private final GroupSorter sorter;
  private final Collector<WindowedValue<KV<K, Iterable<V>>>> output;

  GroupDecoder(
      WindowedKeyCodec<K> keys,
      Coder<V> valueCoder,
      OutputTimestamps timestamps,
      ProcessorContext context) {
    this.keys = keys;
    this.valueCoder = valueCoder;
    this.timestamps = timestamps;
    this.context = context;
    this.sorter = new GroupSorter(context.sorting());
    this.output = context.output();
  }

  @Override
  public void process(ShuffleRecord record) throws IOException {
    sorter.add(record);
  }

  @Override
  public void endInput() throws Exception {
    sorter.forEachGroup(this::output);
  }

  private void output(SortedGroup group) throws IOException {
    if (context.isCanceled()) {
      return;
    }
    WindowedKey<K> key = keys.decode(group.key());
    Iterable<V> values = new EncodedValues<>(group::entries, valueCoder, timestamps.size());
    output.collect(
        WindowedValues.of(
            KV.of(key.key(), values),
            timestamps.result(key.window(), timestampOf(group)),
            key.window(),
            PaneInfo.ON_TIME_AND_ONLY_FIRING));
  }

  private Instant timestampOf(SortedGroup group) throws IOException {
    Instant combined = null;
    if (timestamps.size() > 0) {
      GroupIterator entries = group.entries();
      while (entries.advance()) {
        combined = timestamps.combine(combined, timestampOf(entries));
      }
    }
    return orEarliest(combined);
  }

  private Instant timestampOf(GroupIterator entry) throws IOException {
    return timestamps.read(new ArrayInput(entry.array(), entry.offset(), entry.length()));
  }

  private static Instant orEarliest(@Nullable Instant timestamp) {
    return timestamp == null ? Instant.ofEpochMilli(Long.MIN_VALUE) : timestamp;
  }

  @Override
  public void close() {
    sorter.close();
  }
}

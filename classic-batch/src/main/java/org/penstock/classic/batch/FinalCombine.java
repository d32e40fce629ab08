package org.penstock.classic.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.penstock.classic.runtime.combine.CombineStep;
import org.penstock.classic.runtime.combine.CombineTable;
import org.penstock.classic.runtime.combine.CombineTable.Entry;
import org.penstock.classic.runtime.combine.RunningCombine;
import org.penstock.runtime.Scratch;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.batch.GroupSorter;
import org.penstock.runtime.batch.Processor;
import org.penstock.runtime.batch.ProcessorContext;
import org.penstock.runtime.batch.WindowedKeyCodec.WindowedKey;
import org.penstock.runtime.sort.GroupIterator;
import org.penstock.runtime.sort.SortedGroup;

/**
 * The receiving side of a combine: merges accumulators in a hash table. Only when that is full does
 * it sort, and merge key by key in the end.
 */
final class FinalCombine<K, InputT, AccumT, OutputT> implements Processor<ShuffleRecord> {
  /** Merging many at once costs less for each; more would only take memory. */
  private static final int MERGED_AT_ONCE = 64;

  private final RunningCombine<InputT, AccumT, OutputT> fn;
  private final AccumulatorCodec<K, AccumT> codec;
  private final CombineTable<K, AccumT> table;
  private final GroupSorter overflow;
  private final ProcessorContext context;
  private final Collector<WindowedValue<KV<K, OutputT>>> output;
  private final Scratch scratch = new Scratch();

  FinalCombine(
      CombineStep<InputT, AccumT, OutputT> step,
      AccumulatorCodec<K, AccumT> codec,
      ProcessorContext context) {
    this.fn = step.open(context.options(), context.metrics());
    this.codec = codec;
    this.table = new CombineTable<>(codec.keys().keyCoder(), codec.accumulators());
    this.overflow = new GroupSorter(context.sorting());
    this.context = context;
    this.output = context.output();
  }

  @Override
  public void process(ShuffleRecord record) throws IOException {
    Entry<K, AccumT> added = codec.decode(record);
    Entry<K, AccumT> entry = table.get(added.key(), added.window());
    if (entry == null) {
      table.put(added);
      entry = added;
    } else {
      entry.timestamp(codec.timestamps().combine(entry.timestamp(), added.timestamp()));
      entry.accumulator(
          fn.merge(Arrays.asList(entry.accumulator(), added.accumulator()), entry.window()));
    }
    if (table.isFull(entry)) {
      spill();
    }
  }

  private void spill() throws IOException {
    try {
      table.forEach(this::spill);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    table.clear();
  }

  private void spill(Entry<K, AccumT> entry) {
    try {
      overflow.add(codec.encode(entry, scratch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void endInput() throws Exception {
    if (overflow.isEmpty()) {
      table.forEach(this::output);
    } else {
      spill();
      overflow.forEachGroup(this::merge);
    }
    table.clear();
    context.metrics().publish();
  }

  private void merge(SortedGroup group) throws IOException {
    if (context.isCanceled()) {
      return;
    }
    WindowedKey<K> key = codec.keys().decode(group.key());
    List<AccumT> pending = new ArrayList<>(MERGED_AT_ONCE);
    Entry<K, AccumT> merged = null;
    GroupIterator entries = group.entries();
    while (entries.advance()) {
      Entry<K, AccumT> next = codec.decode(key, entries);
      merged = merged == null ? next : earlier(merged, next);
      pending.add(next.accumulator());
      if (pending.size() == MERGED_AT_ONCE) {
        AccumT one = fn.merge(pending, key.window());
        pending.clear();
        pending.add(one);
      }
    }
    outputMerged(merged, pending);
  }

  private Entry<K, AccumT> earlier(Entry<K, AccumT> merged, Entry<K, AccumT> next) {
    merged.timestamp(codec.timestamps().combine(merged.timestamp(), next.timestamp()));
    return merged;
  }

  private void outputMerged(@Nullable Entry<K, AccumT> merged, List<AccumT> pending) {
    if (merged != null) {
      merged.accumulator(pending.size() == 1 ? pending.get(0) : fn.merge(pending, merged.window()));
      output(merged);
    }
  }

  private void output(Entry<K, AccumT> entry) {
    output.collect(
        WindowedValues.of(
            KV.of(entry.key(), fn.extract(entry.accumulator(), entry.window())),
            codec.timestamps().result(entry.window(), entry.timestamp()),
            entry.window(),
            PaneInfo.ON_TIME_AND_ONLY_FIRING));
  }

  @Override
  public void close() {
    table.clear();
    overflow.close();
  }
}

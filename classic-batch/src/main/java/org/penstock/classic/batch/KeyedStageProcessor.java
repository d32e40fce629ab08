package org.penstock.classic.batch;

import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.classic.runtime.KeyedRuntime;
import org.penstock.classic.runtime.StageExecution;
import org.penstock.classic.runtime.StageSpec;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.sort.GroupIterator;
import org.penstock.runtime.sort.SortedGroup;

/** Runs a stage whose root has state or timers: sorts its input, then takes key by key. */
final class KeyedStageProcessor<K, V> implements Processor<ShuffleRecord> {
  private final ProcessorContext context;
  private final KeyedElementCodec<K, V> codec;
  private final GroupSorter sorter;
  private final KeyedContext keyed;
  private final Bundles bundles;

  KeyedStageProcessor(StageSpec spec, KeyedElementCodec<K, V> codec, ProcessorContext context) {
    this.context = context;
    this.codec = codec;
    this.sorter = new GroupSorter(context.sorting());
    this.keyed = new KeyedContext();
    this.bundles =
        new Bundles(
            () ->
                new StageExecution(
                    spec, StageOutputs.runtime(context, new KeyedRuntime(keyed, true))),
            context.options());
  }

  @Override
  public void process(ShuffleRecord record) throws Exception {
    sorter.add(record);
  }

  @Override
  public void endInput() throws Exception {
    sorter.forEachGroup(this::processKey);
    bundles.finish();
    context.metrics().publish();
  }

  private void processKey(SortedGroup group) throws Exception {
    K key = codec.decodeKey(group.key());
    keyed.start(key);
    GroupIterator entries = group.entries();
    while (entries.advance() && !context.canceled().getAsBoolean()) {
      StageExecution stage = bundles.beforeElement();
      WindowedValue<V> value = codec.decodeValue(entries);
      stage.<KV<K, V>>input().accept(KV.of(key, value.getValue()), value);
    }
    keyed.fireTimers(timer -> bundles.beforeElement().onTimer(key, timer));
  }

  @Override
  public void close() {
    sorter.close();
    bundles.close();
  }
}

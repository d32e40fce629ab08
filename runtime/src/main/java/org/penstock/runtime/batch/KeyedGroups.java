package org.penstock.runtime.batch;

import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.sort.SortedGroup;

/** The receiving side of a keyed operator: sorts its input, then hands it over key by key. */
final class KeyedGroups<K, V> implements Processor<ShuffleRecord> {
  private final KeyedElementCodec<K, V> codec;
  private final KeyedProcessor<K, V> processor;
  private final ProcessorContext context;
  private final GroupSorter sorter;

  KeyedGroups(
      KeyedElementCodec<K, V> codec, KeyedProcessor<K, V> processor, ProcessorContext context) {
    this.codec = codec;
    this.processor = processor;
    this.context = context;
    this.sorter = new GroupSorter(context.sorting());
  }

  @Override
  public void process(ShuffleRecord record) throws Exception {
    sorter.add(record);
  }

  @Override
  public void endInput() throws Exception {
    sorter.forEachGroup(this::processKey);
    processor.endInput();
  }

  private void processKey(SortedGroup group) throws Exception {
    processor.processKey(new KeyedElements<>(codec, group, context));
  }

  @Override
  public void close() throws Exception {
    sorter.close();
    processor.close();
  }
}

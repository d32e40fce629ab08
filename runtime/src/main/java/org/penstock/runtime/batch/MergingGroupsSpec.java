package org.penstock.runtime.batch;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.penstock.runtime.OutputTimestamps;
import org.penstock.runtime.ShuffleRecord;

/**
 * A grouping with merging windows, as it travels to the task.
 *
 * @param codec how its input crosses the shuffle
 * @param valueCoder the coder of the values
 * @param windowFn the window function that merges
 * @param timestamps the output timestamps
 * @param result what becomes of the values of a window
 */
record MergingGroupsSpec<K, V, OutputT, W extends BoundedWindow>(
    KeyedElementCodec<K, V> codec,
    Coder<V> valueCoder,
    WindowFn<?, W> windowFn,
    OutputTimestamps timestamps,
    WindowResult.Factory<V, OutputT> result)
    implements ProcessorFactory<ShuffleRecord> {

  @Override
  public Processor<ShuffleRecord> create(ProcessorContext context) {
    return new MergingGroups<>(this, context);
  }
}

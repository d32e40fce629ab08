package org.penstock.runtime.batch;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.penstock.runtime.ShuffleRecord;

/**
 * A grouping with a trigger, as it travels to the task.
 *
 * @param step the full name of the transform
 * @param codec how its input crosses the shuffle
 * @param windowing the windowing of its input
 * @param trigger the windowing's trigger, from the pipeline's proto
 * @param reduceFn how the values of a window become the output
 */
record TriggeredGroupsSpec<K, V, OutputT, W extends BoundedWindow>(
    String step,
    KeyedElementCodec<K, V> codec,
    WindowingStrategy<?, W> windowing,
    RunnerApi.Trigger trigger,
    ReduceFnFactory<K, V, OutputT, W> reduceFn)
    implements ProcessorFactory<ShuffleRecord> {

  @Override
  public Processor<ShuffleRecord> create(ProcessorContext context) {
    return new TriggeredGroups<>(this, context);
  }
}

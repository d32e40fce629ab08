package org.penstock.runtime.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.core.ReduceFn;
import org.apache.beam.runners.core.ReduceFnRunner;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.runners.core.triggers.ExecutableTriggerStateMachine;
import org.apache.beam.runners.core.triggers.TriggerStateMachines;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.util.Collector;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.TaskWindowFn;
import org.penstock.runtime.sort.GroupIterator;
import org.penstock.runtime.sort.SortedGroup;

/**
 * A grouping with a trigger that fires more than once, through Beam's {@code ReduceFnRunner}: one
 * key after the other, its state in memory.
 */
final class TriggeredGroups<K, V, OutputT, W extends BoundedWindow>
    implements Processor<ShuffleRecord> {
  /** How many elements the trigger sees at once; it looks whether to fire after each lot. */
  private static final int LOT = 100;

  private final String step;
  private final KeyedElementCodec<K, V> codec;
  private final TaskWindowFn.InTask<W> windowFn;
  private final WindowingStrategy<?, W> windowing;
  private final RunnerApi.Trigger trigger;
  private final ReduceFn<K, V, OutputT, W> reduceFn;
  private final ProcessorContext context;
  private final GroupSorter sorter;
  private final KeyedContext keyed = new KeyedContext();
  private final Collector<WindowedValue<KV<K, OutputT>>> output;

  TriggeredGroups(TriggeredGroupsSpec<K, V, OutputT, W> spec, ProcessorContext context) {
    this.step = spec.step();
    this.codec = spec.codec();
    this.windowFn = TaskWindowFn.open(spec.windowing().getWindowFn(), context.forWindows());
    this.windowing = windowFn.in(spec.windowing());
    this.trigger = spec.trigger();
    this.reduceFn = spec.reduceFn().create();
    this.context = context;
    this.sorter = new GroupSorter(context.sorting());
    this.output = context.output();
  }

  @Override
  public void process(ShuffleRecord record) throws Exception {
    sorter.add(record);
  }

  @Override
  public void endInput() throws Exception {
    MetricsContainer before =
        MetricsEnvironment.setCurrentContainer(context.metrics().container(step));
    try {
      sorter.forEachGroup(this::processKey);
    } finally {
      MetricsEnvironment.setCurrentContainer(before);
    }
  }

  private void processKey(SortedGroup group) throws Exception {
    K key = codec.decodeKey(group.key());
    keyed.start(key);
    ReduceFnRunner<K, V, OutputT, W> runner =
        new ReduceFnRunner<>(
            key,
            windowing,
            ExecutableTriggerStateMachine.create(
                TriggerStateMachines.stateMachineForTrigger(trigger)),
            keyed.stateInternals(),
            keyed.timerInternals(),
            output::collect,
            null,
            reduceFn,
            context.options());
    GroupIterator entries = group.entries();
    List<WindowedValue<V>> lot = new ArrayList<>(LOT);
    while (entries.advance() && !context.isCanceled()) {
      lot.add(codec.decodeValue(entries));
      if (lot.size() == LOT) {
        runner.processElements(lot);
        lot.clear();
      }
    }
    runner.processElements(lot);
    keyed.fireEventTimers(timer -> runner.onTimers(List.<TimerData>of(timer)));
    runner.persist();
  }

  @Override
  public void close() {
    windowFn.close();
    sorter.close();
  }
}

package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.runners.core.ReduceFnRunner;
import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.runners.core.metrics.CounterCell;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.runners.core.triggers.AfterPaneStateMachine;
import org.apache.beam.runners.core.triggers.ExecutableTriggerStateMachine;
import org.apache.beam.runners.core.triggers.ReshuffleTriggerStateMachine;
import org.apache.beam.runners.core.triggers.TriggerStateMachine;
import org.apache.beam.runners.core.triggers.TriggerStateMachines;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;
import org.apache.flink.util.Collector;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.TaskWindowFn;

/**
 * Groups with any windows and any trigger, through Beam's {@code ReduceFnRunner}. It is made anew
 * for each key of a bundle, so the elements of a key are collected first.
 */
final class TriggeredGroups<K, V, OutputT> implements Processor<KeyedElement<V>> {
  /** How long a trigger of processing time may have to wait for an element to be seen. */
  private static final Duration LATENCY = Duration.millis(10);

  private final GroupSpec<K, V, OutputT> spec;
  private final TaskWindowFn.InTask<BoundedWindow> windowFn;
  private final WindowingStrategy<?, BoundedWindow> windowing;
  private final ProcessorContext context;
  private final KeyedContext keyed;
  private final KeyDecoder<K> keys;
  private final SystemReduceFn<K, V, ?, OutputT, BoundedWindow> reduceFn;
  private final MetricsContainerImpl metrics;
  private final CounterCell dropped;
  private final Collector<WindowedValue<KV<K, OutputT>>> output;
  private final Map<EncodedKey, OfKey<V>> bundle = new LinkedHashMap<>();
  private final boolean countsElements;

  TriggeredGroups(GroupSpec<K, V, OutputT> spec, ProcessorContext context) {
    this.spec = spec;
    this.windowFn =
        TaskWindowFn.open(
            spec.windowing().getWindowFn(),
            new TaskWindowFn.Task(context.runtimeContext(), context.options(), context.metrics()));
    this.windowing = windowFn.in(spec.windowing());
    this.context = context;
    this.keyed = context.keyedState();
    this.keys = new KeyDecoder<>(spec.keyCoder());
    this.reduceFn = spec.reduceFn().create();
    this.metrics = context.metrics().container(spec.step());
    this.dropped = metrics.getCounter(MetricName.named(GroupByKey.class, "droppedDueToLateness"));
    this.output = context.output();
    this.countsElements =
        countsElements(TriggerStateMachines.stateMachineForTrigger(spec.trigger()));
  }

  /** Whether a part of the trigger may be ready for each element, or for every so many. */
  private static boolean countsElements(TriggerStateMachine trigger) {
    if (trigger instanceof AfterPaneStateMachine
        || trigger instanceof ReshuffleTriggerStateMachine) {
      return true;
    }
    Iterable<TriggerStateMachine> parts = trigger.subTriggers();
    return parts != null && Iterables.any(parts, TriggeredGroups::countsElements);
  }

  /** What a bundle has for a key. */
  private static final class OfKey<V> {
    final List<WindowedValue<V>> elements = new ArrayList<>();
    final List<TimerData> timers = new ArrayList<>();
  }

  @Override
  public void process(KeyedElement<V> element) {
    ofKey(element.key()).elements.add(element);
  }

  /**
   * Kept until the bundle ends, for the runner wants all timers of a key that are due to be told at
   * once: told of the end of a window alone, it would not know that the window expires as well.
   */
  @Override
  public void onTimer(EncodedKey key, TimerData timer) {
    ofKey(key).timers.add(timer);
  }

  private OfKey<V> ofKey(EncodedKey key) {
    if (bundle.isEmpty()) {
      // Waking up ends the bundle.
      context.clock().wakeUpAt(context.clock().now().plus(LATENCY));
    }
    return bundle.computeIfAbsent(key, k -> new OfKey<>());
  }

  @Override
  public void finishBundle() throws Exception {
    for (Map.Entry<EncodedKey, OfKey<V>> entry : bundle.entrySet()) {
      keyed.setKey(entry.getKey());
      K key = keys.decode(entry.getKey());
      counted(
          () -> {
            // A list, for what is dropped counts anew each time that the iterable is gone through.
            List<WindowedValue<V>> inTime = new ArrayList<>();
            LateDataUtils.dropExpiredWindows(
                    key, entry.getValue().elements, keyed.timerInternals(), windowing, dropped)
                .forEach(inTime::add);
            ReduceFnRunner<K, V, OutputT, BoundedWindow> runner = runner(key);
            if (countsElements) {
              // All at once would make one pane of what users expect to be several.
              for (WindowedValue<V> element : inTime) {
                runner.processElements(List.of(element));
              }
            } else {
              runner.processElements(inTime);
            }
            if (!entry.getValue().timers.isEmpty()) {
              runner.onTimers(entry.getValue().timers);
            }
            runner.persist();
          });
    }
    bundle.clear();
  }

  private interface Work {
    void run() throws Exception;
  }

  private void counted(Work work) throws Exception {
    MetricsContainer before = MetricsEnvironment.setCurrentContainer(metrics);
    try {
      work.run();
    } finally {
      MetricsEnvironment.setCurrentContainer(before);
    }
  }

  private ReduceFnRunner<K, V, OutputT, BoundedWindow> runner(@Nullable K key) {
    return new ReduceFnRunner<>(
        key,
        windowing,
        ExecutableTriggerStateMachine.create(
            TriggerStateMachines.stateMachineForTrigger(spec.trigger())),
        keyed.stateInternals(),
        keyed.timerInternals(),
        output::collect,
        null,
        reduceFn,
        context.options());
  }

  @Override
  public void close() {
    windowFn.close();
  }
}

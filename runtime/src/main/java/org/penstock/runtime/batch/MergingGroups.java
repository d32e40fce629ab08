package org.penstock.runtime.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.util.Collector;
import org.penstock.runtime.EncodedValues;
import org.penstock.runtime.Scratch;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.TaskWindowFn;
import org.penstock.runtime.sort.GroupIterator;
import org.penstock.runtime.sort.SortedGroup;

/**
 * The receiving side of a grouping with merging windows, such as sessions. The elements of a key
 * come in the order of their windows' starts, so that a session is known to be complete, and is
 * output, as soon as an element comes that starts behind it.
 */
final class MergingGroups<K, V, OutputT, W extends BoundedWindow>
    implements Processor<ShuffleRecord> {
  private final MergingGroupsSpec<K, V, OutputT, W> spec;
  private final WindowResult<V, OutputT> result;
  private final ProcessorContext context;
  private final GroupSorter sorter;
  private final Scratch scratch = new Scratch();
  private final Collector<WindowedValue<KV<K, OutputT>>> output;
  private final TaskWindowFn.InTask<W> windowFn;

  MergingGroups(MergingGroupsSpec<K, V, OutputT, W> spec, ProcessorContext context) {
    this.spec = spec;
    this.result = spec.result().create(context);
    this.context = context;
    this.sorter = new GroupSorter(context.sorting());
    this.output = context.output();
    this.windowFn = TaskWindowFn.open(spec.windowFn(), context.forWindows());
  }

  @Override
  public void process(ShuffleRecord record) throws Exception {
    sorter.add(record);
  }

  @Override
  public void endInput() throws Exception {
    sorter.forEachGroup(this::processKey);
    context.metrics().publish();
  }

  private void processKey(SortedGroup group) throws Exception {
    K key = spec.codec().decodeKey(group.key());
    ActiveWindows<W> active = new ActiveWindows<>(windowFn.windowFn(), spec.timestamps());
    try {
      GroupIterator entries = group.entries();
      while (entries.advance() && !context.isCanceled()) {
        WindowedValue<V> value = spec.codec().decodeValue(entries);
        for (ActiveWindow<W> complete : active.completeBefore(entries.order())) {
          output(key, complete);
        }
        spec.valueCoder().encode(value.getValue(), scratch.start());
        byte[] bytes = scratch.toBytes();
        for (BoundedWindow window : value.getWindows()) {
          active.add(window, value.getTimestamp(), this::newBuffer).add(bytes);
        }
      }
      for (ActiveWindow<W> last : active.removeAll()) {
        output(key, last);
      }
    } finally {
      active.close();
    }
  }

  private ValueBuffer newBuffer() {
    return new ValueBuffer(context.spilling());
  }

  private void output(K key, ActiveWindow<W> window) {
    try (window) {
      List<Iterable<V>> parts = new ArrayList<>();
      for (ValueBuffer buffer : window.buffers()) {
        parts.add(new EncodedValues<>(buffer::entries, spec.valueCoder(), 0));
      }
      output.collect(
          WindowedValues.of(
              KV.of(key, result.of(parts, window.window())),
              spec.timestamps().result(window.window(), window.timestamp()),
              window.window(),
              PaneInfo.ON_TIME_AND_ONLY_FIRING));
    }
  }

  @Override
  public void close() {
    windowFn.close();
    sorter.close();
  }
}

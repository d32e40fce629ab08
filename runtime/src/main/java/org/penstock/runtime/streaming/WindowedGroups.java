package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.penstock.runtime.CoderSerializer;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.state.NullMarkingCoder;

/** {@code GroupByKey} with one pane for each window: the values are in a list of Flink's. */
final class WindowedGroups<K, V> implements Processor<KeyedElement<V>> {
  private final KeyedContext keyed;
  private final WindowState<ListState<Object>> values;
  private final FinalPanes<K, Iterable<V>> panes;

  WindowedGroups(GroupSpec<K, V, Iterable<V>> spec, Coder<V> valueCoder, ProcessorContext context)
      throws Exception {
    this.keyed = context.keyedState();
    this.values =
        WindowState.of(
            new ListStateDescriptor<>(
                "values", new CoderSerializer<>(new NullMarkingCoder<>(valueCoder))),
            spec.windowing().getWindowFn().windowCoder(),
            keyed);
    this.panes = new FinalPanes<>(spec, this::take, context);
  }

  @Override
  public void process(KeyedElement<V> element) throws Exception {
    for (BoundedWindow window : element.getWindows()) {
      if (!panes.drops(window)) {
        keyed.setKey(element.key());
        values.in(window).add(NullMarkingCoder.mark(element.getValue()));
        panes.schedule(window);
        panes.added(window, element.getTimestamp());
      }
    }
  }

  private Iterable<V> take(BoundedWindow window) throws Exception {
    ListState<Object> state = values.in(window);
    Iterable<Object> marked = state.get();
    state.clear();
    // On the heap it is the very list that was the state, and is nobody's now.
    List<Object> list = marked instanceof List<Object> same ? same : new ArrayList<>();
    if (list != marked && marked != null) {
      marked.forEach(list::add);
    }
    return Lists.transform(list, NullMarkingCoder::<V>unmark);
  }
}

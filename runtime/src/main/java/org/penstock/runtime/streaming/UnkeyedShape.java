package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.WindowedValueSerializer;

/** Waiting elements of an operator without keys: any task can take any of them over. */
final class UnkeyedShape<T> implements WaitingElements.Shape<WindowedValue<T>> {
  private final ListState<WindowedValue<T>> state;

  UnkeyedShape(String name, WindowedValueCodec<T> codec, OperatorStateStore store)
      throws Exception {
    this.state =
        store.getListState(new ListStateDescriptor<>(name, new WindowedValueSerializer<>(codec)));
  }

  @Override
  public WindowedValue<?> windowed(WindowedValue<T> element) {
    return element;
  }

  @Override
  @SuppressWarnings("unchecked") // the same value in another window
  public WindowedValue<T> inWindow(WindowedValue<T> element, WindowedValue<?> single) {
    return (WindowedValue<T>) single;
  }

  @Override
  public List<WindowedValue<T>> restore() throws Exception {
    List<WindowedValue<T>> elements = new ArrayList<>();
    state.get().forEach(elements::add);
    return elements;
  }

  @Override
  public void save(List<WindowedValue<T>> elements) throws Exception {
    state.update(elements);
  }
}

package org.penstock.runtime.state;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.State;
import org.jspecify.annotations.Nullable;

/** A bag: Flink's list, to which adding reads nothing. */
record BagView<T>(NamespacedState<ListState<Object>> state, StateNamespace namespace)
    implements BagState<T> {

  @Override
  public void add(T value) {
    state.change(namespace, s -> s.add(NullMarkingCoder.mark(value)));
  }

  @Override
  public Iterable<T> read() {
    Iterable<Object> marked = marked();
    if (marked == null) {
      return List.of();
    }
    if (marked instanceof List<Object> list && list instanceof RandomAccess) {
      return new Contents<>(list, list.size());
    }
    List<Object> copy = new ArrayList<>();
    marked.forEach(copy::add);
    return new Contents<>(copy, copy.size());
  }

  private @Nullable Iterable<Object> marked() {
    return state.read(namespace, ListState::get);
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    return new LazyRead<>(
        () -> {
          Iterable<Object> marked = marked();
          return marked == null || !marked.iterator().hasNext();
        });
  }

  @Override
  public BagState<T> readLater() {
    return this;
  }

  @Override
  public void clear() {
    state.change(namespace, State::clear);
  }

  /**
   * The first elements of a list. On the heap it is the very list that grows when more is added,
   * and that is left alone when the bag is cleared; so there is nothing to copy.
   */
  private static final class Contents<T> extends AbstractList<T> implements RandomAccess {
    private final List<Object> list;
    private final int size;

    Contents(List<Object> list, int size) {
      this.list = list;
      this.size = size;
    }

    @Override
    public T get(int index) {
      return NullMarkingCoder.unmark(list.get(Objects.checkIndex(index, size)));
    }

    @Override
    public int size() {
      return size;
    }
  }
}

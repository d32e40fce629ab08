package org.penstock.runtime.state;

import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.ValueState;
import org.jspecify.annotations.Nullable;

/** A value; null is as good as none, for Flink and for Beam. */
record ValueView<T>(
    NamespacedState<org.apache.flink.api.common.state.ValueState<T>> state,
    StateNamespace namespace)
    implements ValueState<T> {

  @Override
  public void write(T value) {
    state.change(namespace, s -> s.update(value));
  }

  @Override
  public @Nullable T read() {
    return state.read(namespace, org.apache.flink.api.common.state.ValueState::value);
  }

  @Override
  public ValueState<T> readLater() {
    return this;
  }

  @Override
  public void clear() {
    state.change(namespace, org.apache.flink.api.common.state.State::clear);
  }
}

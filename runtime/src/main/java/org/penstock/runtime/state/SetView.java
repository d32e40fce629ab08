package org.penstock.runtime.state;

import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.ReadableStates;
import org.apache.beam.sdk.state.SetState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.State;
import org.penstock.runtime.EncodedKey;

/** A set: the keys of a map. */
record SetView<T>(
    NamespacedState<MapState<EncodedKey, Boolean>> state,
    StateNamespace namespace,
    KeyCodec<T> keyCodec)
    implements SetState<T> {

  @Override
  public void add(T element) {
    state.change(namespace, s -> s.put(keyCodec.encode(element), true));
  }

  @Override
  public ReadableState<Boolean> addIfAbsent(T element) {
    EncodedKey encoded = keyCodec.encode(element);
    boolean absent = !contains(encoded);
    if (absent) {
      state.change(namespace, s -> s.put(encoded, true));
    }
    return ReadableStates.immediate(absent);
  }

  /** Read at once: Beam's tests of state want the answer as of now, whenever it is looked at. */
  @Override
  public ReadableState<Boolean> contains(T element) {
    return ReadableStates.immediate(contains(keyCodec.encode(element)));
  }

  private boolean contains(EncodedKey encoded) {
    return state.read(namespace, s -> s.contains(encoded));
  }

  @Override
  public void remove(T element) {
    state.change(namespace, s -> s.remove(keyCodec.encode(element)));
  }

  @Override
  public Iterable<T> read() {
    return state.read(namespace, s -> keyCodec.decodeAll(s.keys()));
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    return new LazyRead<>(() -> state.read(namespace, MapState::isEmpty));
  }

  @Override
  public SetState<T> readLater() {
    return this;
  }

  @Override
  public void clear() {
    state.change(namespace, State::clear);
  }
}

package org.penstock.runtime.state;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.ReadableStates;
import org.apache.flink.api.common.state.State;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.EncodedKey;

/** A map, whose iterables are copies that later writes don't change. */
record MapView<K, V>(
    NamespacedState<org.apache.flink.api.common.state.MapState<EncodedKey, V>> state,
    StateNamespace namespace,
    KeyCodec<K> keyCodec)
    implements MapState<K, V> {

  @Override
  public void put(K key, V value) {
    state.change(namespace, s -> s.put(keyCodec.encode(key), value));
  }

  @Override
  public ReadableState<V> computeIfAbsent(K key, Function<? super K, ? extends V> mappingFunction) {
    EncodedKey encoded = keyCodec.encode(key);
    V old = lookUp(encoded);
    if (old == null) {
      V value = mappingFunction.apply(key);
      state.change(namespace, s -> s.put(encoded, value));
    }
    return ReadableStates.immediate(old);
  }

  @Override
  public void remove(K key) {
    state.change(namespace, s -> s.remove(keyCodec.encode(key)));
  }

  @Override
  public ReadableState<V> get(K key) {
    EncodedKey encoded = keyCodec.encode(key);
    return new LazyRead<>(() -> lookUp(encoded));
  }

  @Override
  @SuppressWarnings("NullAway") // V allows null where the default is null
  public ReadableState<V> getOrDefault(K key, @Nullable V defaultValue) {
    EncodedKey encoded = keyCodec.encode(key);
    return new LazyRead<>(
        () -> state.read(namespace, s -> s.contains(encoded) ? s.get(encoded) : defaultValue));
  }

  private V lookUp(EncodedKey key) {
    return state.read(namespace, s -> s.get(key));
  }

  @Override
  public ReadableState<Iterable<K>> keys() {
    return new LazyRead<>(() -> state.read(namespace, s -> keyCodec.decodeAll(s.keys())));
  }

  @Override
  public ReadableState<Iterable<V>> values() {
    return new LazyRead<>(() -> state.read(namespace, s -> copy(s.values())));
  }

  private static <V> Iterable<V> copy(Iterable<V> values) {
    List<V> copy = new ArrayList<>();
    values.forEach(copy::add);
    return copy;
  }

  @Override
  public ReadableState<Iterable<Map.Entry<K, V>>> entries() {
    return new LazyRead<>(() -> state.read(namespace, s -> decoded(s.entries())));
  }

  private Iterable<Map.Entry<K, V>> decoded(Iterable<Map.Entry<EncodedKey, V>> entries) {
    List<Map.Entry<K, V>> decoded = new ArrayList<>();
    for (Map.Entry<EncodedKey, V> entry : entries) {
      decoded.add(new SimpleImmutableEntry<>(keyCodec.decode(entry.getKey()), entry.getValue()));
    }
    return decoded;
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    return new LazyRead<>(
        () -> state.read(namespace, org.apache.flink.api.common.state.MapState::isEmpty));
  }

  @Override
  public void clear() {
    state.change(namespace, State::clear);
  }
}

package org.penstock.runtime.state;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.State;
import org.penstock.runtime.EncodedKey;

/** A multimap: a map whose keys have numbers, so that adding a value leaves the others alone. */
record MultimapView<K, V>(
    NamespacedState<MapState<NumberedKey, V>> state, StateNamespace namespace, KeyCodec<K> keyCodec)
    implements MultimapState<K, V> {

  @Override
  public void put(K key, V value) {
    EncodedKey encoded = keyCodec.encode(key);
    state.change(
        namespace,
        s -> {
          int number = Numbers.firstFree(n -> s.contains(new NumberedKey(encoded, n)));
          s.put(new NumberedKey(encoded, number), value);
        });
  }

  @Override
  public ReadableState<Iterable<V>> get(K key) {
    EncodedKey encoded = keyCodec.encode(key);
    return new LazyRead<>(() -> state.read(namespace, s -> valuesOf(encoded, s)));
  }

  private static <V> Iterable<V> valuesOf(EncodedKey key, MapState<NumberedKey, V> map)
      throws Exception {
    List<V> values = new ArrayList<>();
    NumberedKey place = new NumberedKey(key, 0);
    while (map.contains(place)) {
      values.add(map.get(place));
      place = new NumberedKey(key, values.size());
    }
    return values;
  }

  @Override
  public void remove(K key) {
    EncodedKey encoded = keyCodec.encode(key);
    state.change(
        namespace,
        s -> {
          int count = Numbers.firstFree(n -> s.contains(new NumberedKey(encoded, n)));
          for (int i = 0; i < count; i++) {
            s.remove(new NumberedKey(encoded, i));
          }
        });
  }

  @Override
  public ReadableState<Iterable<K>> keys() {
    return new LazyRead<>(() -> state.read(namespace, s -> distinct(s.keys())));
  }

  private Iterable<K> distinct(Iterable<NumberedKey> places) {
    List<K> keys = new ArrayList<>();
    for (NumberedKey place : places) {
      if (place.number() == 0) {
        keys.add(keyCodec.decode(place.key()));
      }
    }
    return keys;
  }

  @Override
  public ReadableState<Iterable<Map.Entry<K, V>>> entries() {
    return new LazyRead<>(() -> state.read(namespace, s -> decoded(s.entries())));
  }

  private Iterable<Map.Entry<K, V>> decoded(Iterable<Map.Entry<NumberedKey, V>> entries) {
    List<Map.Entry<K, V>> decoded = new ArrayList<>();
    for (Map.Entry<NumberedKey, V> entry : entries) {
      decoded.add(
          new SimpleImmutableEntry<>(keyCodec.decode(entry.getKey().key()), entry.getValue()));
    }
    return decoded;
  }

  @Override
  public ReadableState<Boolean> containsKey(K key) {
    EncodedKey encoded = keyCodec.encode(key);
    return new LazyRead<>(
        () -> state.read(namespace, s -> s.contains(new NumberedKey(encoded, 0))));
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    return new LazyRead<>(() -> state.read(namespace, MapState::isEmpty));
  }

  @Override
  public void clear() {
    state.change(namespace, State::clear);
  }
}

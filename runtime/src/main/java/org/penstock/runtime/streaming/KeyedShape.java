package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.WindowedValueSerializer;

/** Waiting elements of an operator with keys: they go where their key goes. */
final class KeyedShape<V> implements WaitingElements.Shape<KeyedElement<V>> {
  private final KeyedContext keyed;
  private final ListStateDescriptor<WindowedValue<V>> descriptor;
  private final ListState<WindowedValue<V>> state;
  private Map<EncodedKey, List<WindowedValue<V>>> saved = new HashMap<>();

  KeyedShape(String name, WindowedValueCodec<V> codec, KeyedContext keyed) throws Exception {
    this.keyed = keyed;
    this.descriptor = new ListStateDescriptor<>(name, new WindowedValueSerializer<>(codec));
    this.state =
        keyed
            .backend()
            .getPartitionedState(
                VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
  }

  @Override
  public WindowedValue<?> windowed(KeyedElement<V> element) {
    return element;
  }

  @Override
  @SuppressWarnings("unchecked") // the same value in another window
  public KeyedElement<V> inWindow(KeyedElement<V> element, WindowedValue<?> single) {
    return KeyedElement.of(element.key(), (WindowedValue<V>) single);
  }

  @Override
  public List<KeyedElement<V>> restore() throws Exception {
    List<KeyedElement<V>> elements = new ArrayList<>();
    keyed
        .backend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            descriptor,
            (key, list) -> {
              for (WindowedValue<V> value : list.get()) {
                elements.add(KeyedElement.of(key, value));
                saved.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
              }
            });
    return elements;
  }

  @Override
  public void save(List<KeyedElement<V>> elements) throws Exception {
    Map<EncodedKey, List<WindowedValue<V>>> byKey = new HashMap<>();
    for (KeyedElement<V> element : elements) {
      byKey.computeIfAbsent(element.key(), key -> new ArrayList<>()).add(element);
    }
    for (EncodedKey key : saved.keySet()) {
      if (!byKey.containsKey(key)) {
        keyed.setKey(key);
        state.clear();
      }
    }
    for (Map.Entry<EncodedKey, List<WindowedValue<V>>> entry : byKey.entrySet()) {
      keyed.setKey(entry.getKey());
      state.update(entry.getValue());
    }
    saved = byKey;
  }
}

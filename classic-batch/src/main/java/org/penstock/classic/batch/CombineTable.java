package org.penstock.classic.batch;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Accumulators by key and window, in a hash table of bounded size. Keys are compared as their coder
 * says: by the object where its {@code equals} will do, by the encoded bytes otherwise.
 */
final class CombineTable<K, AccumT> {
  private final Coder<K> keyCoder;
  private final TableBudget<AccumT> budget;
  private final Map<Object, Entry<K, AccumT>> entries = new HashMap<>();

  CombineTable(Coder<K> keyCoder, TableBudget<AccumT> budget) {
    this.keyCoder = keyCoder;
    this.budget = budget;
  }

  /** An accumulator of a key in a window. */
  static final class Entry<K, AccumT> {
    final K key;
    final BoundedWindow window;
    AccumT accumulator;
    Instant timestamp;

    Entry(K key, BoundedWindow window, AccumT accumulator, Instant timestamp) {
      this.key = key;
      this.window = window;
      this.accumulator = accumulator;
      this.timestamp = timestamp;
    }
  }

  /** The key of the table for that key and window. */
  Object slot(K key, BoundedWindow window) {
    Object structural = Objects.requireNonNullElse(keyCoder.structuralValue(key), NullKey.NULL);
    return window instanceof GlobalWindow ? structural : new WindowedSlot(structural, window);
  }

  /** The entry of that slot, or null. */
  @Nullable Entry<K, AccumT> get(Object slot) {
    return entries.get(slot);
  }

  /** Adds an entry for a slot that has none. */
  void put(Object slot, Entry<K, AccumT> entry) {
    entries.put(slot, entry);
  }

  /** Whether the table should be emptied before more is added, after an entry was changed. */
  boolean isFull(Entry<K, AccumT> changed) {
    return budget.isSpent(entries.size(), changed.accumulator);
  }

  Iterable<Entry<K, AccumT>> entries() {
    return entries.values();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void clear() {
    entries.clear();
    budget.reset();
  }

  private record WindowedSlot(Object key, BoundedWindow window) {}

  private enum NullKey {
    NULL
  }
}

package org.penstock.classic.runtime.combine;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Accumulators by key and window, in hash tables of bounded size. Keys are compared as their coder
 * says: by the object where its {@code equals} will do, by the encoded bytes otherwise.
 */
public final class CombineTable<K, AccumT> {
  private final Coder<K> keyCoder;
  private final TableBudget<AccumT> budget;
  private final Map<BoundedWindow, Map<Object, Entry<K, AccumT>>> windows = new HashMap<>();
  // Elements that follow each other are mostly in the same window.
  private @Nullable BoundedWindow lastWindow;
  private Map<Object, Entry<K, AccumT>> lastEntries = Map.of();
  private int size;

  /** An empty table. */
  public CombineTable(Coder<K> keyCoder, Coder<AccumT> accumulatorCoder) {
    this.keyCoder = keyCoder;
    this.budget = new TableBudget<>(accumulatorCoder);
  }

  /** An accumulator of a key in a window. */
  public static final class Entry<K, AccumT> {
    private final K key;
    private final BoundedWindow window;
    private AccumT accumulator;
    private Instant timestamp;

    /** An entry with its first accumulator and timestamp. */
    public Entry(K key, BoundedWindow window, AccumT accumulator, Instant timestamp) {
      this.key = key;
      this.window = window;
      this.accumulator = accumulator;
      this.timestamp = timestamp;
    }

    /** The key, which may be null. */
    public K key() {
      return key;
    }

    /** The window. */
    public BoundedWindow window() {
      return window;
    }

    /** What was combined so far. */
    public AccumT accumulator() {
      return accumulator;
    }

    /** Replaces what was combined so far. */
    public void accumulator(AccumT changed) {
      accumulator = changed;
    }

    /** The output timestamp so far. */
    public Instant timestamp() {
      return timestamp;
    }

    /** Replaces the output timestamp. */
    public void timestamp(Instant changed) {
      timestamp = changed;
    }
  }

  /** The entry of that key and window, or null. */
  public @Nullable Entry<K, AccumT> get(K key, BoundedWindow window) {
    return entries(window).get(structural(key));
  }

  /** Adds an entry for a key and window that have none. */
  public void put(Entry<K, AccumT> entry) {
    if (entries(entry.window).put(structural(entry.key), entry) == null) {
      size++;
    }
  }

  private Object structural(K key) {
    return Objects.requireNonNullElse(keyCoder.structuralValue(key), NullKey.NULL);
  }

  private Map<Object, Entry<K, AccumT>> entries(BoundedWindow window) {
    if (!window.equals(lastWindow)) {
      lastEntries = windows.computeIfAbsent(window, w -> new HashMap<>());
      lastWindow = window;
    }
    return lastEntries;
  }

  /** Whether the table should be emptied before more is added, after an entry was changed. */
  public boolean isFull(Entry<K, AccumT> changed) {
    return budget.isSpent(size, changed.accumulator);
  }

  /** Shows all entries, in no particular order. */
  public void forEach(Consumer<Entry<K, AccumT>> consumer) {
    for (Map<Object, Entry<K, AccumT>> entries : windows.values()) {
      entries.values().forEach(consumer);
    }
  }

  /** How many entries there are. */
  public int size() {
    return size;
  }

  /** Removes all entries. */
  public void clear() {
    windows.clear();
    lastWindow = null;
    lastEntries = Map.of();
    size = 0;
    budget.reset();
  }

  private enum NullKey {
    NULL
  }
}

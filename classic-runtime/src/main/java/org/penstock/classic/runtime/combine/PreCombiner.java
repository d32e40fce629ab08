package org.penstock.classic.runtime.combine;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.penstock.classic.runtime.combine.CombineTable.Entry;
import org.penstock.runtime.OutputTimestamps;

/**
 * The sending side of a combine: combines what it has of each key and window, and hands on what is
 * in its table when that is full, or when asked to.
 */
public final class PreCombiner<K, InputT, AccumT> {
  private final RunningCombine<InputT, AccumT, ?> fn;
  private final OutputTimestamps timestamps;
  private final CombineTable<K, AccumT> table;
  private final Sink<K, AccumT> sink;

  /** Where accumulators go. */
  @FunctionalInterface
  public interface Sink<K, AccumT> {
    /**
     * Takes an entry, which is nobody else's any more.
     *
     * @throws IOException if a coder fails
     */
    void accept(Entry<K, AccumT> entry) throws IOException;
  }

  /**
   * @param fn the function
   * @param accumulatorCoder the coder of its accumulators
   * @param keyCoder the coder of the keys
   * @param timestamps how timestamps combine
   * @param sink takes what was combined
   */
  public PreCombiner(
      RunningCombine<InputT, AccumT, ?> fn,
      Coder<AccumT> accumulatorCoder,
      Coder<K> keyCoder,
      OutputTimestamps timestamps,
      Sink<K, AccumT> sink) {
    this.fn = fn;
    this.timestamps = timestamps;
    this.table = new CombineTable<>(keyCoder, accumulatorCoder);
    this.sink = sink;
  }

  /**
   * Adds a value in one of its windows.
   *
   * @throws IOException if a coder fails
   */
  public void add(KV<K, InputT> pair, BoundedWindow window, Instant timestamp) throws IOException {
    Entry<K, AccumT> entry = table.get(pair.getKey(), window);
    if (entry == null) {
      entry = first(pair, window, timestamp);
      table.put(entry);
    } else {
      entry.timestamp(timestamps.combine(entry.timestamp(), timestamps.assign(window, timestamp)));
    }
    entry.accumulator(fn.add(entry.accumulator(), pair.getValue(), window));
    if (table.isFull(entry)) {
      flush();
    }
  }

  /**
   * Hands a value on by itself.
   *
   * @throws IOException if a coder fails
   */
  public void passAlone(KV<K, InputT> pair, BoundedWindow window, Instant timestamp)
      throws IOException {
    Entry<K, AccumT> entry = first(pair, window, timestamp);
    entry.accumulator(fn.add(entry.accumulator(), pair.getValue(), window));
    pass(entry);
  }

  private Entry<K, AccumT> first(KV<K, InputT> pair, BoundedWindow window, Instant timestamp) {
    return new Entry<>(
        pair.getKey(), window, fn.create(window), timestamps.assign(window, timestamp));
  }

  /** Whether there is nothing in the table. */
  public boolean isEmpty() {
    return table.size() == 0;
  }

  /**
   * Hands on all that is in the table, and empties it.
   *
   * @throws IOException if a coder fails
   */
  public void flush() throws IOException {
    try {
      table.forEach(this::passUnchecked);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    table.clear();
  }

  private void passUnchecked(Entry<K, AccumT> entry) {
    try {
      pass(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pass(Entry<K, AccumT> entry) throws IOException {
    entry.accumulator(fn.compact(entry.accumulator(), entry.window()));
    sink.accept(entry);
  }

  /** Forgets all that is in the table. */
  public void close() {
    table.clear();
  }
}

package org.penstock.runtime.sideinput;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Materializations.MultimapView;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.runtime.WindowedValueCodec;

/**
 * The elements of an operator's side inputs, which are complete before they are read: first all
 * calls of {@link #add}, then the others. What is too large for the heap is on disk.
 *
 * <p>Not thread-safe: whoever answers from threads other than the task's lets them take turns, also
 * while they iterate.
 */
public final class SideInputStore implements AutoCloseable {
  private final List<SideInputElements<Object>> elements = new ArrayList<>();
  private final Map<MultimapKey, MultimapView<?, ?>> multimaps = new HashMap<>();
  private final List<SpilledMultimap<?, ?>> spilled = new ArrayList<>();
  private final SideInputSpace space;

  /**
   * Empty side inputs, to be filled by {@link #add}.
   *
   * @param codecs how the elements of each side input are encoded
   * @param space where they may be kept
   */
  @SuppressWarnings("unchecked") // elements are what their stream's codec decodes
  public SideInputStore(List<WindowedValueCodec<?>> codecs, SideInputSpace space) {
    this.space = space;
    for (WindowedValueCodec<?> codec : codecs) {
      elements.add(new SideInputElements<>((WindowedValueCodec<Object>) codec, space));
    }
  }

  /**
   * Adds an element of the side input of that index, in each of its windows. Elements of a later
   * pane replace those of the panes before.
   *
   * @throws IOException if it has to go to disk, and cannot
   * @throws IllegalArgumentException if there is no side input of that index
   */
  public void add(int index, WindowedValue<?> value) throws IOException {
    for (BoundedWindow window : value.getWindows()) {
      of(index).add(window, value.getPaneInfo().getIndex(), value.getValue());
    }
  }

  /**
   * The elements of a window of a side input, which can be iterated again and again until the store
   * is closed; none for a window that nothing came for.
   *
   * @param index the side input, in the order of the codecs
   * @param window the side input's own window, already mapped from the main input's
   * @throws IllegalArgumentException if there is no side input of that index
   * @throws java.io.UncheckedIOException if they are on disk and cannot be read, also while they
   *     are iterated
   */
  public Iterable<Object> elements(int index, BoundedWindow window) {
    return of(index).of(window);
  }

  /**
   * A window of a side input of key-value pairs, for look-ups by key and for the keys themselves,
   * each of them once. It is made when it is first asked for, and kept until the store is closed.
   * Keys are equal when their encoded bytes are. A key that is not there has no values.
   *
   * @param index the side input, in the order of the codecs
   * @param window the side input's own window, already mapped from the main input's
   * @param coder the coder of its elements
   * @throws IllegalArgumentException if there is no side input of that index
   * @throws java.io.UncheckedIOException if a key cannot be encoded, or if the pairs are on disk
   *     and cannot be read; later also from the multimap's methods
   */
  @SuppressWarnings("unchecked") // the coder is that of the elements
  public <K, V> MultimapView<K, V> multimap(int index, BoundedWindow window, KvCoder<K, V> coder) {
    MultimapKey key = new MultimapKey(index, window, coder);
    MultimapView<?, ?> made = multimaps.get(key);
    if (made == null) {
      made = make(of(index), window, coder);
      multimaps.put(key, made);
    }
    return (MultimapView<K, V>) made;
  }

  @SuppressWarnings("unchecked") // the coder is that of the elements
  private <K, V> MultimapView<K, V> make(
      SideInputElements<Object> from, BoundedWindow window, KvCoder<K, V> coder) {
    Iterable<KV<K, V>> pairs = (Iterable<KV<K, V>>) (Iterable<?>) from.of(window);
    if (!from.isOnDisk()) {
      return new EncodedKeyMultimap<>(coder.getKeyCoder(), pairs);
    }
    SpilledMultimap<K, V> multimap = new SpilledMultimap<>(coder, pairs, space);
    spilled.add(multimap);
    return multimap;
  }

  private SideInputElements<Object> of(int index) {
    if (index < 0 || index >= elements.size()) {
      throw new IllegalArgumentException(
          "There is no side input " + index + ": this operator has " + elements.size());
    }
    return elements.get(index);
  }

  /** Deletes what is on disk; what was handed out can no longer be read. */
  @Override
  public void close() {
    multimaps.clear();
    spilled.forEach(SpilledMultimap::close);
    elements.forEach(SideInputElements::close);
  }

  private record MultimapKey(int index, BoundedWindow window, KvCoder<?, ?> coder) {}
}

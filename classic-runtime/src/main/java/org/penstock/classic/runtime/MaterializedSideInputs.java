package org.penstock.classic.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Materializations.MultimapView;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.WindowedValueCodec;

/**
 * Side inputs that are complete before they are read: the elements of each window, and for each
 * view what its function made of them, made once. What is too large for the heap is on disk.
 */
public final class MaterializedSideInputs implements SideInputs, AutoCloseable {
  private final List<SideInputElements<Object>> elements = new ArrayList<>();
  private final Map<ViewKey, Object> views = new HashMap<>();
  private final List<SpilledMultimap<?, ?>> spilled = new ArrayList<>();
  private final SideInputSpace space;

  /**
   * Empty side inputs, to be filled by {@link #add}.
   *
   * @param codecs how the elements of each side input are encoded
   * @param space where they may be kept
   */
  @SuppressWarnings("unchecked") // elements are what their stream's codec decodes
  public MaterializedSideInputs(List<WindowedValueCodec<?>> codecs, SideInputSpace space) {
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
   */
  public void add(int index, WindowedValue<?> value) throws IOException {
    for (BoundedWindow window : value.getWindows()) {
      elements.get(index).add(window, value.getPaneInfo().getIndex(), value.getValue());
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the view's function makes what the view is of
  public <T> @Nullable T get(int index, PCollectionView<T> view, BoundedWindow window) {
    ViewKey key = new ViewKey(index, ViewParts.tag(view), window);
    Object made = views.get(key);
    if (made == null && !views.containsKey(key)) {
      made = make(view, elements.get(index), window);
      views.put(key, made);
    }
    return (T) made;
  }

  private <T> @Nullable T make(
      PCollectionView<T> view, SideInputElements<Object> from, BoundedWindow window) {
    return SideInputViews.of(
        view, from.of(window), (coder, pairs) -> multimap(coder, pairs, from.isOnDisk()));
  }

  private MultimapView<Object, Object> multimap(
      KvCoder<Object, Object> coder, Iterable<KV<Object, Object>> pairs, boolean onDisk) {
    if (!onDisk) {
      return new EncodedKeyMultimap<>(coder.getKeyCoder(), pairs);
    }
    SpilledMultimap<Object, Object> multimap = new SpilledMultimap<>(coder, pairs, space);
    spilled.add(multimap);
    return multimap;
  }

  /** Deletes what is on disk. */
  @Override
  public void close() {
    views.clear();
    spilled.forEach(SpilledMultimap::close);
    elements.forEach(SideInputElements::close);
  }

  private record ViewKey(int index, String tag, BoundedWindow window) {}
}

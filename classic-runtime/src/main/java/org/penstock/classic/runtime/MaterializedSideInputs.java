package org.penstock.classic.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Materializations;
import org.apache.beam.sdk.transforms.Materializations.IterableView;
import org.apache.beam.sdk.transforms.Materializations.MultimapView;
import org.apache.beam.sdk.transforms.ViewFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * Side inputs that are complete before they are read: the elements of each window, and for each
 * view what its function made of them, made once.
 */
public final class MaterializedSideInputs implements SideInputs {
  private final List<Map<BoundedWindow, List<Object>>> elements = new ArrayList<>();
  private final Map<ViewKey, Object> views = new HashMap<>();

  /**
   * Empty side inputs, to be filled by {@link #add}.
   *
   * @param count how many side inputs there are
   */
  public MaterializedSideInputs(int count) {
    for (int i = 0; i < count; i++) {
      elements.add(new HashMap<>());
    }
  }

  /** Adds an element of the side input of that index, in each of its windows. */
  public void add(int index, WindowedValue<?> value) {
    for (BoundedWindow window : value.getWindows()) {
      elements.get(index).computeIfAbsent(window, w -> new ArrayList<>()).add(value.getValue());
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the view's function makes what the view is of
  public <T> @Nullable T get(int index, PCollectionView<T> view, BoundedWindow window) {
    ViewKey key = new ViewKey(index, ViewParts.tag(view), window);
    Object made = views.get(key);
    if (made == null && !views.containsKey(key)) {
      made = make(view, elements.get(index).getOrDefault(window, List.of()));
      views.put(key, made);
    }
    return (T) made;
  }

  @SuppressWarnings("unchecked") // the materialization says which view the function takes
  private static <T> @Nullable T make(PCollectionView<T> view, List<Object> values) {
    ViewFn<?, T> viewFn = ViewParts.viewFn(view);
    String urn = viewFn.getMaterialization().getUrn();
    return switch (urn) {
      case Materializations.ITERABLE_MATERIALIZATION_URN ->
          ((ViewFn<IterableView<Object>, T>) viewFn).apply(() -> values);
      case Materializations.MULTIMAP_MATERIALIZATION_URN ->
          ((ViewFn<MultimapView<Object, Object>, T>) viewFn).apply(multimap(view, values));
      default ->
          throw new IllegalArgumentException(
              "Unknown materialization " + urn + " of side input " + ViewParts.tag(view));
    };
  }

  @SuppressWarnings("unchecked") // a multimap is made of key-value pairs
  private static MultimapView<Object, Object> multimap(PCollectionView<?> view, List<?> values) {
    KvCoder<Object, Object> coder = (KvCoder<Object, Object>) ViewParts.coder(view);
    return new EncodedKeyMultimap<>(coder.getKeyCoder(), (List<KV<Object, Object>>) values);
  }

  private record ViewKey(int index, String tag, BoundedWindow window) {}
}

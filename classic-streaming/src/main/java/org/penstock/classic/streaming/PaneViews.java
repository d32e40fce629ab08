package org.penstock.classic.streaming;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;
import org.penstock.classic.runtime.SideInputViews;
import org.penstock.classic.runtime.SideInputs;
import org.penstock.runtime.streaming.BroadcastPanes;

/** Views of the last panes of side inputs, each made once. */
final class PaneViews implements SideInputs {
  private final BroadcastPanes panes;
  private final Map<ViewKey, @Nullable Object> views = new HashMap<>();

  PaneViews(BroadcastPanes panes) {
    this.panes = panes;
    panes.onChange(this::forget);
  }

  private void forget(int index, BoundedWindow window) {
    views.keySet().removeIf(key -> key.index() == index && key.window().equals(window));
  }

  @Override
  @SuppressWarnings("unchecked") // the view's function makes what the view is of
  public <T> @Nullable T get(int index, PCollectionView<T> view, BoundedWindow window) {
    ViewKey key = new ViewKey(index, view, window);
    Object made = views.get(key);
    if (made == null && !views.containsKey(key)) {
      made = SideInputViews.of(view, panes.elements(index, window));
      views.put(key, made);
    }
    return (T) made;
  }

  private record ViewKey(int index, PCollectionView<?> view, BoundedWindow window) {}
}

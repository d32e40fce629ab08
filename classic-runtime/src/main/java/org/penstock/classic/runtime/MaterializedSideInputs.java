package org.penstock.classic.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.sideinput.SideInputStore;

/**
 * Side inputs that are complete before they are read: for each view and window what the view's
 * function made of the elements, made once.
 */
public final class MaterializedSideInputs implements SideInputs {
  private final SideInputStore store;
  private final Map<ViewKey, @Nullable Object> views = new HashMap<>();

  /**
   * Views of what is in the store.
   *
   * @param store complete before the first view is asked for; whoever made it closes it
   */
  public MaterializedSideInputs(SideInputStore store) {
    this.store = store;
  }

  @Override
  @SuppressWarnings("unchecked") // the view's function makes what the view is of
  public <T> @Nullable T get(int index, PCollectionView<T> view, BoundedWindow window) {
    ViewKey key = new ViewKey(index, ViewParts.tag(view), window);
    Object made = views.get(key);
    if (made == null && !views.containsKey(key)) {
      made =
          SideInputViews.of(
              view,
              store.elements(index, window),
              (coder, pairs) -> store.multimap(index, window, coder));
      views.put(key, made);
    }
    return (T) made;
  }

  private record ViewKey(int index, String tag, BoundedWindow window) {}
}

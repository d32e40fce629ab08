package org.penstock.classic.runtime;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/** The side inputs of a stage, all there when it is asked. */
public interface SideInputs {
  /** For stages without side inputs. */
  SideInputs NONE =
      new SideInputs() {
        @Override
        public <T> @Nullable T get(int index, PCollectionView<T> view, BoundedWindow window) {
          throw new IllegalArgumentException("This stage has no side inputs");
        }
      };

  /**
   * What the view makes of a window of a side input, which may be null.
   *
   * @param index the side input's place in {@link StageSpec#sideInputs()}
   * @param window the side input's own window, already mapped from the main input's
   */
  <T> @Nullable T get(int index, PCollectionView<T> view, BoundedWindow window);
}

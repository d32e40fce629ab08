package org.penstock.classic.runtime;

import java.util.Map;
import org.apache.beam.runners.core.SideInputReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/**
 * One step's look at the side inputs of its stage.
 *
 * @param step the full name of the step
 * @param indices for the tag of each view, its index among the stage's side inputs
 * @param all the stage's side inputs
 */
record StepSideInputs(String step, Map<String, Integer> indices, SideInputs all)
    implements SideInputReader {

  @Override
  public <T> @Nullable T get(PCollectionView<T> view, BoundedWindow window) {
    Integer index = indices.get(ViewParts.tag(view));
    if (index == null) {
      throw new IllegalArgumentException(
          "Step "
              + step
              + " is calling sideInput() with unknown view, which is not among its side inputs. "
              + "Name it in ParDo.withSideInputs.");
    }
    return all.get(index, view, window);
  }

  @Override
  public <T> boolean contains(PCollectionView<T> view) {
    return indices.containsKey(ViewParts.tag(view));
  }

  @Override
  public boolean isEmpty() {
    return indices.isEmpty();
  }
}

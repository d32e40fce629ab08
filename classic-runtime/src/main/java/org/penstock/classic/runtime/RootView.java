package org.penstock.classic.runtime;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;

/**
 * A view that the root of a stage reads.
 *
 * @param sideInput its place in {@link StageSpec#sideInputs()}
 * @param view the view
 */
public record RootView(int sideInput, PCollectionView<?> view) {
  /** The side input's window for a window of the main input. */
  public BoundedWindow sideInputWindow(BoundedWindow mainWindow) {
    return ViewParts.sideInputWindow(view, mainWindow);
  }

  /** How long after its end a window of the side input may still be asked for. */
  public Duration lookback() {
    return ViewParts.lookback(view);
  }
}

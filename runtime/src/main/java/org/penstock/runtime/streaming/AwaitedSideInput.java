package org.penstock.runtime.streaming;

import java.io.Serializable;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.joda.time.Duration;

/**
 * A side input that the elements of a stage wait for. One that is read under two names may be there
 * twice, with a mapping of windows each.
 *
 * @param sideInput its place among the stage's side inputs
 * @param windows maps windows of the main input to those of the side input
 */
public record AwaitedSideInput(int sideInput, WindowMappingFn<?> windows) implements Serializable {
  /** The side input's window for a window of the main input. */
  public BoundedWindow sideInputWindow(BoundedWindow mainWindow) {
    return windows.getSideInputWindow(mainWindow);
  }

  /** How long after its end a window of the side input may still be asked for. */
  public Duration lookback() {
    return windows.maximumLookback();
  }
}

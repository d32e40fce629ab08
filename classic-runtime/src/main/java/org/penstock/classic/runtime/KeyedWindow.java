package org.penstock.classic.runtime;

import java.util.Objects;
import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The window of the element that a DoFn with state processes. Most have that of the one before. */
final class KeyedWindow {
  private final WindowingStrategy<?, ?> windowing;
  private final Coder<BoundedWindow> coder;
  private @Nullable BoundedWindow window;
  private @Nullable StateNamespace namespace;
  private Instant expires = BoundedWindow.TIMESTAMP_MIN_VALUE;

  @SuppressWarnings("unchecked") // the windowing's own coder
  KeyedWindow(WindowingStrategy<?, ?> windowing) {
    this.windowing = windowing;
    this.coder = (Coder<BoundedWindow>) windowing.getWindowFn().windowCoder();
  }

  /** The next element is in that window. */
  void enter(BoundedWindow next) {
    if (!next.equals(window)) {
      window = next;
      namespace = StateNamespaces.window(coder, next);
      expires = LateDataUtils.garbageCollectionTime(next, windowing);
    }
  }

  BoundedWindow window() {
    return Objects.requireNonNull(window, "no element");
  }

  /**
   * The namespace of the window's state and timers; the same object until the window is another.
   */
  StateNamespace namespace() {
    return Objects.requireNonNull(namespace, "no element");
  }

  /** The latest time of a timer; when the watermark is after it, the window's state is gone. */
  Instant expires() {
    return expires;
  }
}

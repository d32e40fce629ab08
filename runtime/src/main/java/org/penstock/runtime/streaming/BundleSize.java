package org.penstock.runtime.streaming;

/**
 * How many elements a bundle takes at most.
 *
 * <p>Where elements go to a worker, a bundle costs a round trip, so a fast worker is given larger
 * ones; but the end of a bundle waits until the worker is done with all of it, and checkpoints and
 * watermarks wait with it, so a slow worker is given smaller ones. What decides is how long the end
 * took.
 */
final class BundleSize {
  /** Most of what larger bundles bring is had by then; see docs/architecture.md. */
  static final long MOST = 16_000;

  static final long QUICK_MILLIS = 50;
  static final long SLOW_MILLIS = 250;

  private static final long NANOS_IN_MILLI = 1_000_000;

  private final long most;
  private final boolean adaptive;
  private long size;

  private BundleSize(long size, long most, boolean adaptive) {
    this.size = size;
    this.most = most;
    this.adaptive = adaptive;
  }

  /** Always as many. */
  static BundleSize fixed(long size) {
    return new BundleSize(size, size, false);
  }

  /** That many to begin with, and at most {@code most}. */
  static BundleSize adaptive(long size, long most) {
    return new BundleSize(size, most, true);
  }

  /** How many it is now; at least one. */
  long max() {
    return size;
  }

  /**
   * A bundle has ended.
   *
   * @param elements how many it had
   * @param nanos how long its end took
   */
  void ended(long elements, long nanos) {
    if (!adaptive) {
      return;
    }
    long millis = nanos / NANOS_IN_MILLI;
    if (millis > SLOW_MILLIS) {
      size = Math.max(1, Math.min(size, elements) / 2);
    } else if (millis < QUICK_MILLIS && elements >= size) {
      size = Math.min(most, size * 2);
    }
  }
}

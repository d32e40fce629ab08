package org.penstock.runtime.batch;

import org.apache.beam.sdk.options.PipelineOptions;
import org.penstock.spi.TaskOptions;

/**
 * When the bundles of a stage end: by number, for a batch job has no checkpoints to wait for a
 * bundle, and no reader that waits for its output; by time only where the options ask for it.
 */
public final class BundleLimits {
  private static final long DEFAULT_SIZE = 100_000;

  private final long maxSize;
  private final long maxNanos;
  private long size;
  private long startedNanos;

  /** The limits that the options set. */
  public BundleLimits(PipelineOptions options) {
    TaskOptions taskOptions = options.as(TaskOptions.class);
    long elements = taskOptions.getMaxBundleSize();
    long millis = taskOptions.getMaxBundleTimeMills();
    this.maxSize = elements > 0 ? elements : DEFAULT_SIZE;
    this.maxNanos = millis > 0 ? millis * 1_000_000 : Long.MAX_VALUE;
  }

  /** A bundle begins. */
  public void started() {
    size = 0;
    startedNanos = maxNanos == Long.MAX_VALUE ? 0 : System.nanoTime();
  }

  /** The bundle is given an element more. */
  public void counted() {
    size++;
  }

  /** Whether the bundle has all that it may have. */
  public boolean reached() {
    return size >= maxSize
        || (maxNanos != Long.MAX_VALUE && System.nanoTime() - startedNanos > maxNanos);
  }
}

package org.penstock.classic.batch;

import org.apache.beam.sdk.options.PipelineOptions;
import org.penstock.classic.runtime.StageExecution;
import org.penstock.spi.TaskOptions;

/**
 * Cuts a stage's elements into bundles, by number only: a batch job has no checkpoints to wait for
 * a bundle, and no reader that waits for its output.
 */
final class Bundles {
  private static final long DEFAULT_SIZE = 100_000;

  private final StageExecution stage;
  private final long maxSize;
  private final long maxNanos;
  private long size;
  private long startedNanos;
  private boolean open;

  Bundles(StageExecution stage, PipelineOptions options) {
    this.stage = stage;
    TaskOptions taskOptions = options.as(TaskOptions.class);
    long elements = taskOptions.getMaxBundleSize();
    long millis = taskOptions.getMaxBundleTimeMills();
    this.maxSize = elements > 0 ? elements : DEFAULT_SIZE;
    this.maxNanos = millis > 0 ? millis * 1_000_000 : Long.MAX_VALUE;
  }

  /** To be called before each element. */
  void beforeElement() throws Exception {
    if (open && (size >= maxSize || isOld())) {
      finish();
    }
    if (!open) {
      stage.startBundle();
      open = true;
      startedNanos = maxNanos == Long.MAX_VALUE ? 0 : System.nanoTime();
    }
    size++;
  }

  private boolean isOld() {
    return maxNanos != Long.MAX_VALUE && System.nanoTime() - startedNanos > maxNanos;
  }

  /** Ends the open bundle, and those of what splittable DoFns have left for later. */
  void finish() throws Exception {
    if (open) {
      close();
    }
    while (stage.hasResiduals()) {
      stage.startBundle();
      stage.processResidual();
      close();
    }
  }

  private void close() throws Exception {
    stage.finishBundle();
    open = false;
    size = 0;
    stage.bundlesCommitted();
  }
}

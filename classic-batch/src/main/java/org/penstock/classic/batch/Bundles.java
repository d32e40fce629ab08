package org.penstock.classic.batch;

import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import org.penstock.classic.runtime.StageExecution;
import org.penstock.spi.TaskOptions;

/**
 * Runs a stage, and cuts its elements into bundles, by number only: a batch job has no checkpoints
 * to wait for a bundle, and no reader that waits for its output.
 *
 * <p>The stage is set up for its first element, so a task without any never calls user code.
 */
final class Bundles implements AutoCloseable {
  private static final long DEFAULT_SIZE = 100_000;

  private final Supplier<StageExecution> maker;
  private final long maxSize;
  private final long maxNanos;
  private @Nullable StageExecution stage;
  private long size;
  private long startedNanos;
  private boolean open;

  /**
   * @param maker sets the stage up
   */
  Bundles(Supplier<StageExecution> maker, PipelineOptions options) {
    this.maker = maker;
    TaskOptions taskOptions = options.as(TaskOptions.class);
    long elements = taskOptions.getMaxBundleSize();
    long millis = taskOptions.getMaxBundleTimeMills();
    this.maxSize = elements > 0 ? elements : DEFAULT_SIZE;
    this.maxNanos = millis > 0 ? millis * 1_000_000 : Long.MAX_VALUE;
  }

  /** To be called before each element; returns the stage to give it to. */
  StageExecution beforeElement() throws Exception {
    if (open && (size >= maxSize || isOld())) {
      finish();
    }
    StageExecution current = stage;
    if (current == null) {
      current = maker.get();
      stage = current;
    }
    if (!open) {
      current.startBundle();
      open = true;
      startedNanos = maxNanos == Long.MAX_VALUE ? 0 : System.nanoTime();
    }
    size++;
    return current;
  }

  private boolean isOld() {
    return maxNanos != Long.MAX_VALUE && System.nanoTime() - startedNanos > maxNanos;
  }

  /** Ends the open bundle, and those of what splittable DoFns have left for later. */
  void finish() throws Exception {
    StageExecution current = stage;
    if (current == null) {
      return;
    }
    if (open) {
      end(current);
    }
    while (current.hasResiduals()) {
      current.startBundle();
      current.processResidual();
      end(current);
    }
  }

  private void end(StageExecution current) throws Exception {
    current.finishBundle();
    open = false;
    size = 0;
    current.bundlesCommitted();
  }

  @Override
  public void close() {
    if (stage != null) {
      stage.close();
    }
  }
}

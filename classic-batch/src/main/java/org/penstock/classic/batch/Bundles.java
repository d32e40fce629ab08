package org.penstock.classic.batch;

import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import org.penstock.classic.runtime.StageExecution;
import org.penstock.runtime.batch.BundleLimits;

/**
 * Runs a stage, and cuts its elements into bundles.
 *
 * <p>The stage is set up for its first element, so a task without any never calls user code.
 */
final class Bundles implements AutoCloseable {
  private final Supplier<StageExecution> maker;
  private final BundleLimits limits;
  private @Nullable StageExecution stage;
  private boolean open;

  /**
   * @param maker sets the stage up
   */
  Bundles(Supplier<StageExecution> maker, PipelineOptions options) {
    this.maker = maker;
    this.limits = new BundleLimits(options);
  }

  /** To be called before each element; returns the stage to give it to. */
  StageExecution beforeElement() throws Exception {
    if (open && limits.reached()) {
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
      limits.started();
    }
    limits.counted();
    return current;
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
    current.bundlesCommitted();
  }

  @Override
  public void close() {
    if (stage != null) {
      stage.close();
    }
  }
}

package org.penstock.portable.streaming;

import java.util.List;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.PortableStage;
import org.penstock.portable.runtime.PortableStageSpec;
import org.penstock.portable.runtime.Residual;
import org.penstock.runtime.streaming.KeptRestrictions;
import org.penstock.runtime.streaming.RestrictionStage;

/**
 * Runs a stage whose root is a splittable DoFn. What takes longer than its turn is split, for it
 * may never end, and neither checkpoints nor watermarks get past it.
 */
final class SplittableStage<T> implements RestrictionStage<T> {
  private final PortableStage stage;
  private final KeptRestrictions<T> kept;
  private final Truncation truncation;
  private @Nullable WindowedValue<T> resumed;
  private Instant resumedWatermark = BoundedWindow.TIMESTAMP_MIN_VALUE;

  /**
   * @param kept takes what is left for later
   */
  SplittableStage(PortableStageSpec spec, StageHost host, KeptRestrictions<T> kept)
      throws Exception {
    this.kept = kept;
    host.onResidual(this::keep);
    this.stage = host.open(spec);
    this.truncation = new Truncation(spec, host);
  }

  private void keep(Residual residual) {
    WindowedValue<?> element = residual.element();
    Instant watermark = residual.watermark();
    // The worker may not even have begun with it: then nothing has changed.
    Instant known = element == resumed ? resumedWatermark : element.getTimestamp();
    kept.later(
        element,
        Duration.millis(residual.delay().toMillis()),
        watermark.isAfter(known) ? watermark : known);
  }

  @Override
  public void startBundle() {
    stage.startBundle();
  }

  @Override
  public void process(WindowedValue<T> element) throws Exception {
    stage.process(element);
  }

  @Override
  public void resume(WindowedValue<T> element, Instant watermark) throws Exception {
    resumed = element;
    resumedWatermark = watermark;
    stage.process(element);
    // A bundle of its own, or it would have no turn, but wait for that of another element.
    finishBundle();
    startBundle();
  }

  @Override
  @SuppressWarnings("unchecked") // the same element with another restriction
  public @Nullable WindowedValue<T> truncate(WindowedValue<T> element) throws Exception {
    return (WindowedValue<T>) truncation.truncate(element);
  }

  @Override
  public void finishBundle() throws Exception {
    stage.finishBundle(kept.maxNanos());
    resumed = null;
  }

  @Override
  public List<Finalization> takeFinalizations() {
    return stage.takeFinalizations();
  }

  @Override
  public void close() {
    try {
      truncation.close();
    } finally {
      stage.close();
    }
  }
}

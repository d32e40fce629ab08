package org.penstock.runtime.streaming;

import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;

/** Runs a stage whose root is a splittable DoFn, which may leave elements for later. */
public final class RestrictionProcessor<T> implements ForwardingProcessor<WindowedValue<T>> {
  private final RestrictionStage<T> stage;
  private final KeptRestrictions<T> kept;

  /**
   * Runs the stage.
   *
   * @param kept takes what the stage leaves
   */
  public RestrictionProcessor(RestrictionStage<T> stage, KeptRestrictions<T> kept) {
    this.stage = stage;
    this.kept = kept;
  }

  @Override
  public Processor<WindowedValue<T>> next() {
    return stage;
  }

  @Override
  public void process(WindowedValue<T> element) throws Exception {
    stage.process(element);
  }

  @Override
  public void wakeUp() throws Exception {
    kept.process(stage);
  }

  @Override
  public void drain() {
    kept.truncate();
  }

  @Override
  public boolean hasPendingWork() {
    return !kept.isEmpty();
  }

  @Override
  public Instant oldestUnfinished() {
    return kept.oldest();
  }

  @Override
  public void snapshot(long checkpointId) throws Exception {
    kept.save();
  }
}

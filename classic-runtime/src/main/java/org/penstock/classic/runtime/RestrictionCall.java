package org.penstock.classic.runtime;

import org.apache.beam.sdk.transforms.DoFn.ProcessContinuation;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call of a splittable DoFn: the tracker that the DoFn sees, and what is left when it returns.
 *
 * <p>When the host's limits are reached, the next claim first splits off all that is not claimed
 * yet, and then fails; the DoFn returns as it does at the end of a restriction. A timer in another
 * thread could split earlier, but the DoFn would learn of it no earlier than at its next claim:
 * there would be a lock at each claim, and nothing gained. A DoFn that blocks without claiming
 * cannot be made to return either way.
 */
final class RestrictionCall extends RestrictionTracker<Object, Object> {
  private final RestrictionTracker<Object, Object> tracker;
  private final WatermarkEstimator<Object> estimator;
  private final OutputObserver outputs;
  private final long maxSteps;
  private final long end;
  private long claims;
  private @Nullable Rest rest;

  /**
   * What is left.
   *
   * @param restriction what the DoFn has not claimed
   * @param watermarkEstimatorState to go on with
   * @param watermark that of the estimator
   */
  record Rest(Object restriction, @Nullable Object watermarkEstimatorState, Instant watermark) {}

  RestrictionCall(
      RestrictionTracker<Object, Object> tracker,
      WatermarkEstimator<Object> estimator,
      OutputObserver outputs,
      @Nullable RestrictionRuntime host) {
    this.tracker = tracker;
    this.estimator = estimator;
    this.outputs = outputs;
    this.maxSteps = host == null ? Long.MAX_VALUE : host.maxSteps();
    this.end = host == null ? 0 : System.nanoTime() + host.maxNanos();
  }

  @Override
  public boolean tryClaim(Object position) {
    // Not before the first claim: a part without work would be no progress.
    if (rest == null && claims > 0 && isOver()) {
      rest = split();
    }
    boolean claimed = tracker.tryClaim(position);
    if (claimed) {
      claims++;
    }
    return claimed;
  }

  private boolean isOver() {
    return maxSteps < Long.MAX_VALUE
        && (claims >= maxSteps || outputs.outputs() >= maxSteps || System.nanoTime() - end >= 0);
  }

  /** Splits off all that was not claimed; null if that is nothing. */
  private @Nullable Rest split() {
    // In this order: the watermark may change the state, and a claim that comes later may only be
    // of elements behind the watermark.
    Instant watermark = estimator.currentWatermark();
    Object state = estimator.getState();
    SplitResult<Object> split = tracker.trySplit(0);
    return split == null ? null : new Rest(split.getResidual(), state, watermark);
  }

  /**
   * To be called when the DoFn has returned.
   *
   * @return what is left, or null if all was done
   * @throws IllegalStateException if the DoFn has left out something of what it was to do
   */
  @Nullable Rest end(ProcessContinuation continuation) {
    if (rest == null && continuation.shouldResume()) {
      rest = split();
    }
    tracker.checkDone();
    return rest;
  }

  /** How long to wait before going on with what is left. */
  static Duration delay(ProcessContinuation continuation) {
    return continuation.shouldResume() ? continuation.resumeDelay() : Duration.ZERO;
  }

  @Override
  public Object currentRestriction() {
    return tracker.currentRestriction();
  }

  @Override
  public @Nullable SplitResult<Object> trySplit(double fractionOfRemainder) {
    return tracker.trySplit(fractionOfRemainder);
  }

  @Override
  public void checkDone() {
    tracker.checkDone();
  }

  @Override
  public IsBounded isBounded() {
    return tracker.isBounded();
  }
}

package org.penstock.runtime.streaming;

import java.util.concurrent.Future;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;
import org.penstock.spi.TaskOptions;

/** How large and how old a bundle may get; says when one is too old. */
final class BundleLimits {
  private static final long DEFAULT_SIZE = 1000;
  private static final long DEFAULT_MILLIS = 1000;

  // Not positive where the user has not said any.
  private final long wantedSize;
  private final long maxMillis;
  private final ProcessingTimeService time;
  private final HostedOperator.ProcessingTimeCallback tooOld;
  private @Nullable Future<?> timer;

  BundleLimits(
      PipelineOptions options,
      ProcessingTimeService time,
      HostedOperator.ProcessingTimeCallback tooOld) {
    TaskOptions task = options.as(TaskOptions.class);
    this.wantedSize = task.getMaxBundleSize();
    this.maxMillis = maxMillis(options);
    this.time = time;
    this.tooOld = tooOld;
  }

  /** How many milliseconds a bundle may stay open. */
  static long maxMillis(PipelineOptions options) {
    long wanted = options.as(TaskOptions.class).getMaxBundleTimeMills();
    return wanted > 0 ? wanted : DEFAULT_MILLIS;
  }

  /**
   * How large a bundle may get.
   *
   * @param waitsForWorker whether the end of a bundle waits for a worker
   */
  BundleSize size(boolean waitsForWorker) {
    if (!waitsForWorker) {
      return BundleSize.fixed(wantedSize > 0 ? wantedSize : DEFAULT_SIZE);
    }
    return wantedSize > 0
        ? BundleSize.adaptive(Math.min(DEFAULT_SIZE, wantedSize), wantedSize)
        : BundleSize.adaptive(DEFAULT_SIZE, BundleSize.MOST);
  }

  /** A bundle has begun. */
  void started() {
    if (timer == null) {
      // One timer serves all bundles that begin until it is due: most end long before it.
      timer = time.registerTimer(time.getCurrentProcessingTime() + maxMillis, at -> due());
    }
  }

  private void due() throws Exception {
    timer = null;
    tooOld.call();
  }
}

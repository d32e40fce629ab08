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

  private final long maxSize;
  private final long maxMillis;
  private final ProcessingTimeService time;
  private final HostedOperator.ProcessingTimeCallback tooOld;
  private @Nullable Future<?> timer;

  BundleLimits(
      PipelineOptions options,
      ProcessingTimeService time,
      HostedOperator.ProcessingTimeCallback tooOld) {
    TaskOptions task = options.as(TaskOptions.class);
    this.maxSize = task.getMaxBundleSize() > 0 ? task.getMaxBundleSize() : DEFAULT_SIZE;
    this.maxMillis = maxMillis(options);
    this.time = time;
    this.tooOld = tooOld;
  }

  /** How many milliseconds a bundle may stay open. */
  static long maxMillis(PipelineOptions options) {
    long wanted = options.as(TaskOptions.class).getMaxBundleTimeMills();
    return wanted > 0 ? wanted : DEFAULT_MILLIS;
  }

  long maxSize() {
    return maxSize;
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

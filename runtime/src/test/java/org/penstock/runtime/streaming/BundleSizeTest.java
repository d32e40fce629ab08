package org.penstock.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.Test;
import org.penstock.spi.TaskOptions;

class BundleSizeTest {
  private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(BundleSize.QUICK_MILLIS) - 1;
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(BundleSize.SLOW_MILLIS + 1);

  private static BundleSize size(long wanted, boolean waitsForWorker) {
    TaskOptions options = PipelineOptionsFactory.as(TaskOptions.class);
    options.setMaxBundleSize(wanted);
    return new BundleLimits(options, new TestProcessingTimeService(), () -> {})
        .size(waitsForWorker);
  }

  @Test
  void growsWhileFullBundlesEndQuickly() {
    BundleSize size = BundleSize.adaptive(1000, 3000);
    size.ended(999, QUICK);
    assertThat(size.max()).isEqualTo(1000);
    size.ended(1000, QUICK);
    assertThat(size.max()).isEqualTo(2000);
    size.ended(2000, QUICK);
    size.ended(3000, QUICK);
    assertThat(size.max()).isEqualTo(3000);
  }

  @Test
  void stepsBackWhereTheEndTakesLong() {
    BundleSize size = BundleSize.adaptive(1000, 3000);
    size.ended(1000, SLOW);
    assertThat(size.max()).isEqualTo(500);
    // The pause of the input has ended it.
    size.ended(100, SLOW);
    assertThat(size.max()).isEqualTo(50);
    for (int i = 0; i < 10; i++) {
      size.ended(size.max(), SLOW);
    }
    assertThat(size.max()).isOne();
  }

  @Test
  void staysInBetween() {
    BundleSize size = BundleSize.adaptive(1000, 3000);
    size.ended(1000, (QUICK + SLOW) / 2);
    assertThat(size.max()).isEqualTo(1000);
  }

  @Test
  void isNeverMoreThanTheUserSays() {
    BundleSize size = size(7, true);
    size.ended(7, QUICK);
    assertThat(size.max()).isEqualTo(7);
    assertThat(size(-1, true).max()).isEqualTo(1000);
    assertThat(size(5000, true).max()).isEqualTo(1000);
  }

  @Test
  void isFixedWithoutAWorker() {
    BundleSize size = size(-1, false);
    size.ended(1000, QUICK);
    size.ended(1000, SLOW);
    assertThat(size.max()).isEqualTo(1000);
    assertThat(size(5000, false).max()).isEqualTo(5000);
  }
}

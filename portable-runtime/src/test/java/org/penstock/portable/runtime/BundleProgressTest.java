package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known of a bundle that takes long. */
@Timeout(120)
final class BundleProgressTest {
  private static final MetricName SEEN = MetricName.named("test", "seen");
  private static final MetricName SIZES = MetricName.named("test", "sizes");
  private static final CountDownLatch KNOWN = new CountDownLatch(1);

  private final MiniRunner runner = new MiniRunner();

  /** Does not end before somebody knows what it has counted. */
  static final class Waiting extends DoFn<Long, Long> {
    @ProcessElement
    public void process(@Element Long element) throws InterruptedException {
      Metrics.counter("test", "seen").inc(element);
      Metrics.distribution("test", "sizes").update(element);
      if (element == 20 && !KNOWN.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nobody knows of the first elements");
      }
    }
  }

  @Test
  void metricsAreKnownWhileABundleIsOpenAndAreNotCountedTwice() throws Exception {
    var pipeline = runner.pipeline();
    pipeline.apply(Create.of(10L, 20L, 30L)).apply("Wait", ParDo.of(new Waiting()));
    Thread watcher = new Thread(this::watch);
    watcher.setDaemon(true);
    watcher.start();

    runner.run(pipeline);

    assertThat(seen()).isEqualTo(60);
    var sizes = container().getDistribution(SIZES).getCumulative();
    assertThat(sizes.count()).isEqualTo(3);
    assertThat(sizes.sum()).isEqualTo(60);
    assertThat(sizes.min()).isEqualTo(10);
    assertThat(sizes.max()).isEqualTo(30);
  }

  private void watch() {
    while (seen() == 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        return;
      }
    }
    KNOWN.countDown();
  }

  private long seen() {
    return container().getCounter(SEEN).getCumulative();
  }

  private MetricsContainerImpl container() {
    return runner.counted.getContainer("Wait/ParMultiDo(Waiting)");
  }
}

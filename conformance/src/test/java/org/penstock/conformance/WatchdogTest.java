package org.penstock.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WatchdogTest {

  private final CountDownLatch cancelled = new CountDownLatch(1);

  @Test
  void cancelsTheJobsOfATestThatTakesTooLong() throws InterruptedException {
    Watchdog watchdog = watchdog(Duration.ofMillis(50), Duration.ofMinutes(1));

    watchdog.arm("slow");

    assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    watchdog.disarm();
  }

  @Test
  void interruptsATestThatGoesOnAfterItsJobsAreCancelled() {
    Watchdog watchdog = watchdog(Duration.ofMillis(50), Duration.ofMillis(50));

    watchdog.arm("stubborn");

    assertThatThrownBy(() -> TimeUnit.SECONDS.sleep(20)).isInstanceOf(InterruptedException.class);
    watchdog.disarm();
  }

  @Test
  void leavesATestAloneThatEndedInTime() throws InterruptedException {
    Watchdog watchdog = watchdog(Duration.ofMillis(300), Duration.ofMillis(1));

    watchdog.arm("quick");
    watchdog.disarm();

    assertThat(cancelled.await(1, TimeUnit.SECONDS)).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private Watchdog watchdog(Duration limit, Duration grace) {
    return new Watchdog(
        limit,
        grace,
        () -> {
          cancelled.countDown();
          return cancelled;
        });
  }
}

package org.penstock.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.clock.Clock;
import org.junit.jupiter.api.Test;

final class InputPausesTest {
  private final ManualTime time = new ManualTime();
  private final List<Long> pauses = new ArrayList<>();
  private long size = -1;
  private final InputPauses tested =
      new InputPauses(
          time,
          () -> size,
          () -> {
            pauses.add(time.now);
            size = -1;
          });

  @Test
  void aBundleThatGoesOnTakingElementsIsLeftAlone() throws Exception {
    begin();
    for (int i = 0; i < 50; i++) {
      size++;
      time.advance(5);
    }

    assertThat(pauses).isEmpty();
  }

  @Test
  void aPauseIsToldOnceAndSoon() throws Exception {
    begin();
    size = 1;
    time.advance(100);

    assertThat(pauses).singleElement().satisfies(at -> assertThat(at).isLessThanOrEqualTo(10));
  }

  @Test
  void nothingIsToldOfABundleThatHasEndedOtherwise() throws Exception {
    begin();
    size = 1;
    time.advance(5);
    size = -1;
    time.advance(100);

    assertThat(pauses).isEmpty();
  }

  @Test
  void whatWasSeenOfAnEarlierBundleIsForgotten() throws Exception {
    begin();
    size = 1;
    time.advance(5);
    begin();
    size = 1;
    time.advance(5);

    assertThat(pauses).isEmpty();
  }

  private void begin() {
    size = 0;
    tested.started();
  }

  /** A time that goes on when it is told to. */
  private static final class ManualTime implements ProcessingTimeService {
    private final Map<Long, ProcessingTimeCallback> timers = new TreeMap<>();
    private long now;

    void advance(long milliseconds) throws Exception {
      long until = now + milliseconds;
      while (!timers.isEmpty() && timers.keySet().iterator().next() <= until) {
        now = timers.keySet().iterator().next();
        timers.remove(now).onProcessingTime(now);
      }
      now = until;
    }

    @Override
    public Clock getClock() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long getCurrentProcessingTime() {
      return now;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
      timers.put(timestamp, target);
      return new NeverAsked();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
        ProcessingTimeCallback callback, long initialDelay, long period) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        ProcessingTimeCallback callback, long initialDelay, long period) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> quiesce() {
      throw new UnsupportedOperationException();
    }
  }

  /** A timer that nobody cancels. */
  private static final class NeverAsked extends CompletableFuture<Void>
      implements ScheduledFuture<Void> {
    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException();
    }
  }
}

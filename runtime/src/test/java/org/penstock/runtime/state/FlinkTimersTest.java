package org.penstock.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FlinkTimersTest {
  private static final StateNamespace WINDOW =
      StateNamespaces.window(
          IntervalWindow.getCoder(), new IntervalWindow(Instant.EPOCH, Duration.millis(10)));

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static void set(Probe.Operator operator, String id, long millis, long output) {
    set(operator, id, millis, output, TimeDomain.EVENT_TIME);
  }

  private static void set(
      Probe.Operator operator, String id, long millis, long output, TimeDomain domain) {
    operator.timers().timerInternals().setTimer(WINDOW, id, "", at(millis), at(output), domain);
  }

  private static void delete(Probe.Operator operator, String id) {
    operator.timers().timerInternals().deleteTimer(WINDOW, id, "", TimeDomain.EVENT_TIME);
  }

  @ParameterizedTest
  @EnumSource
  void timersFireInTheOrderOfTime(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at("k", o -> set(o, "c", 30, 30));
      probe.at("l", o -> set(o, "b", 20, 20));
      probe.at("k", o -> set(o, "a", 10, 10));
      probe.at("k", o -> set(o, "z", 31, 31));

      probe.watermark(9);
      assertThat(probe.operator().fired).isEmpty();
      probe.watermark(30);

      assertThat(probe.operator().fired).containsExactly("k:a@10", "l:b@20", "k:c@30");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTimerSetAnewFiresOnce(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at("k", o -> set(o, "a", 10, 10));
      probe.at("k", o -> set(o, "a", 20, 15));
      probe.at("k", o -> set(o, "a", 20, 15));
      assertThat(probe.flinkTimers()).isEqualTo(1);
      assertThat(probe.operator().holds.min()).isEqualTo(at(15));

      probe.watermark(10);
      assertThat(probe.operator().fired).isEmpty();
      probe.watermark(50);

      assertThat(probe.operator().fired).containsExactly("k:a@20");
      assertThat(probe.operator().holds.min()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeletedTimerDoesNotFire(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at("k", o -> set(o, "a", 10, 10));
      probe.at("l", o -> set(o, "a", 10, 10));
      probe.at("k", o -> delete(o, "a"));
      assertThat(probe.flinkTimers()).isEqualTo(1);

      probe.watermark(50);

      assertThat(probe.operator().fired).containsExactly("l:a@10");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatATimerDeletesOrReplacesDoesNotFire(Backend backend) throws Exception {
    Probe.OnTimer onTimer =
        (operator, timer) -> {
          if (timer.getTimerId().equals("a")) {
            delete(operator, "b");
            set(operator, "c", 40, 40);
          }
        };
    try (Probe probe = Probe.on(backend, onTimer)) {
      probe.at("k", o -> set(o, "b", 20, 20));
      probe.at("k", o -> set(o, "c", 30, 30));
      probe.at("k", o -> set(o, "d", 35, 35));
      probe.at("k", o -> set(o, "a", 10, 10));

      probe.watermark(100);

      assertThat(probe.operator().fired).containsExactly("k:a@10", "k:d@35", "k:c@40");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLoopingTimerFiresAsOftenAsItIsSet(Backend backend) throws Exception {
    Probe.OnTimer loop =
        (operator, timer) ->
            set(
                operator,
                "a",
                timer.getTimestamp().getMillis() + 10,
                timer.getTimestamp().getMillis() + 10);
    try (Probe probe = Probe.on(backend, loop)) {
      probe.at("k", o -> set(o, "a", 10, 10));

      probe.watermark(35);

      assertThat(probe.operator().fired).containsExactly("k:a@10", "k:a@20", "k:a@30");
      assertThat(probe.operator().holds.min()).isEqualTo(at(40));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTimerForATimeThatHasPassedFiresAtTheNextAdvance(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.watermark(100);
      probe.at("k", o -> set(o, "a", 10, 10));
      assertThat(probe.operator().fired).isEmpty();

      probe.watermark(100);

      assertThat(probe.operator().fired).containsExactly("k:a@10");
    }
  }

  @Test
  void aHoldLastsUntilTheCallbackHasReturned() throws Exception {
    Probe.OnTimer onTimer =
        (operator, timer) -> {
          assertThat(operator.holds.min()).isEqualTo(at(5));
          if (operator.fired.size() == 1) {
            set(operator, "a", 10, 5);
          }
        };
    try (Probe probe = Probe.on(Backend.HASHMAP, onTimer)) {
      probe.at("k", o -> set(o, "a", 10, 5));

      probe.watermark(10);

      assertThat(probe.operator().fired).containsExactly("k:a@10", "k:a@10");
      assertThat(probe.operator().holds.min()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
    }
  }

  @Test
  void aTimerThatOutputsNothingHoldsNothing() throws Exception {
    try (Probe probe = Probe.on(Backend.HASHMAP)) {
      long never = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis() + 1;
      probe.at("k", o -> set(o, "a", 10, never));
      assertThat(probe.operator().holds.min()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);

      probe.watermark(10);

      assertThat(probe.operator().fired).containsExactly("k:a@10");
    }
  }

  @Test
  void familiesAndDomainsAreApart() throws Exception {
    try (Probe probe = Probe.on(Backend.HASHMAP)) {
      probe.at(
          "k",
          o -> {
            TimerInternals timers = o.timers().timerInternals();
            timers.setTimer(WINDOW, "b", "a", at(1), at(1), TimeDomain.EVENT_TIME);
            timers.setTimer(WINDOW, "ab", "", at(2), at(2), TimeDomain.EVENT_TIME);
            timers.setTimer(WINDOW, "", "ab", at(3), at(3), TimeDomain.EVENT_TIME);
            timers.setTimer(WINDOW, "ab", "", at(4), at(4), TimeDomain.PROCESSING_TIME);
            timers.setTimer(
                StateNamespaces.global(), "ab", "", at(5), at(5), TimeDomain.EVENT_TIME);
          });

      probe.watermark(10);
      probe.processingTime(10);

      assertThat(probe.operator().fired)
          .containsExactly("k:b@1", "k:ab@2", "k:@3", "k:ab@5", "k:ab@4");
    }
  }

  @ParameterizedTest
  @EnumSource
  void processingTimersHoldTheWatermarkAndAreCounted(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at("k", o -> set(o, "a", 10, 3, TimeDomain.PROCESSING_TIME));
      probe.at("k", o -> set(o, "a", 20, 3, TimeDomain.PROCESSING_TIME));
      probe.at("k", o -> set(o, "s", 20, 4, TimeDomain.SYNCHRONIZED_PROCESSING_TIME));
      probe.at("k", o -> set(o, "e", 20, 5));
      assertThat(probe.operator().timers().processingTimers()).isEqualTo(2);
      assertThat(probe.operator().timers().processingTimersWithoutEnd()).isZero();
      assertThat(probe.operator().holds.min()).isEqualTo(at(3));

      probe.processingTime(30);

      assertThat(probe.operator().fired).containsExactlyInAnyOrder("k:a@20", "k:s@20");
      assertThat(probe.operator().timers().hasProcessingTimers()).isFalse();
      assertThat(probe.operator().holds.min()).isEqualTo(at(5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void timersFireAfterARestore(Backend backend) throws Exception {
    try (Probe probe = Probe.on(backend)) {
      probe.at("k", o -> set(o, "a", 10, 7));
      probe.at("l", o -> set(o, "b", 20, 20));
      probe.at("l", o -> set(o, "p", 30, 8, TimeDomain.PROCESSING_TIME));

      try (Probe restored = probe.restored()) {
        Probe.Operator operator = restored.operator();
        assertThat(operator.holds.min()).isEqualTo(at(7));
        assertThat(operator.timers().processingTimers()).isEqualTo(1);
        restored.at("l", o -> set(o, "b", 40, 40));
        restored.watermark(39);
        assertThat(operator.fired).containsExactly("k:a@10");
        assertThat(operator.holds.min()).isEqualTo(at(8));
        restored.processingTime(30);
        restored.watermark(40);
        assertThat(operator.fired).containsExactly("k:a@10", "l:p@30", "l:b@40");
        assertThat(restored.flinkTimers()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachSubtaskGetsTheTimersAndHoldsOfItsKeys(Backend backend) throws Exception {
    List<String> fired = new ArrayList<>();
    long timers = 0;
    try (Probe probe = Probe.on(backend)) {
      for (int i = 0; i < 20; i++) {
        probe.at("key" + i, o -> set(o, "e", 10, 10));
        probe.at("key" + i, o -> set(o, "p", 10, 10, TimeDomain.PROCESSING_TIME));
      }
      for (int subtask = 0; subtask < 2; subtask++) {
        try (Probe restored = probe.restored(2, subtask)) {
          timers += restored.operator().timers().processingTimers();
          restored.watermark(10);
          fired.addAll(restored.operator().fired);
          assertThat(restored.operator().holds.min()).isEqualTo(at(10));
          restored.processingTime(10);
          assertThat(restored.operator().holds.min()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
        }
      }
    }
    assertThat(timers).isEqualTo(20);
    assertThat(fired).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void theInputWatermarkIsOneMoreThanFlinks() throws Exception {
    try (Probe probe = Probe.on(Backend.HASHMAP)) {
      TimerInternals timers = probe.operator().timers().timerInternals();
      assertThat(timers.currentInputWatermarkTime()).isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
      probe.watermark(10);
      assertThat(timers.currentInputWatermarkTime()).isEqualTo(at(11));
      probe.watermark(Long.MAX_VALUE);
      assertThat(timers.currentInputWatermarkTime()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
    }
  }

  @Test
  void theOutputWatermarkIsWhatTheOperatorSays() throws Exception {
    try (Probe probe = Probe.on(Backend.HASHMAP)) {
      FlinkTimers timers = probe.operator().timers();
      assertThat(timers.timerInternals().currentOutputWatermarkTime())
          .isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
      timers.outputWatermark(at(4));
      assertThat(timers.timerInternals().currentOutputWatermarkTime()).isEqualTo(at(4));
      probe.processingTime(99);
      assertThat(timers.timerInternals().currentProcessingTime()).isEqualTo(at(99));
    }
  }
}

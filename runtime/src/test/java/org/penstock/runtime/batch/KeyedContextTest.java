package org.penstock.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.ValueState;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

final class KeyedContextTest {
  private static final StateNamespace GLOBAL = StateNamespaces.global();
  private static final StateTag<ValueState<Integer>> COUNT =
      StateTags.value("count", VarIntCoder.of());

  private final KeyedContext keyed = new KeyedContext();
  private final List<String> fired = new ArrayList<>();

  private void set(String id, Instant timestamp, TimeDomain domain) {
    keyed.timerInternals().setTimer(GLOBAL, id, "", timestamp, timestamp, domain);
  }

  @Test
  void withoutAKeyThereIsNoState() {
    assertThatThrownBy(keyed::stateInternals).hasMessageContaining("no key yet");
  }

  @Test
  void aNewKeyHasNeitherStateNorTimers() throws Exception {
    keyed.start("a");
    keyed.stateInternals().state(GLOBAL, COUNT).write(7);
    set("early", Instant.ofEpochMilli(1), TimeDomain.EVENT_TIME);

    keyed.start("b");
    keyed.fireTimers(timer -> fired.add(timer.getTimerId()));

    assertThat(keyed.stateInternals().state(GLOBAL, COUNT).read()).isNull();
    assertThat(fired).isEmpty();
  }

  @Test
  void processingTimersFireFirstAndThenEventTimeGoesFromTimerToTimer() throws Exception {
    keyed.start("a");
    set("late", Instant.ofEpochMilli(20), TimeDomain.EVENT_TIME);
    set("early", Instant.ofEpochMilli(10), TimeDomain.EVENT_TIME);
    Instant soon = keyed.timerInternals().currentProcessingTime().plus(Duration.standardHours(1));
    set("processing", soon, TimeDomain.PROCESSING_TIME);

    keyed.fireTimers(
        timer -> {
          fired.add(timer.getTimerId());
          if (timer.getTimerId().equals("early")) {
            set("between", Instant.ofEpochMilli(15), TimeDomain.EVENT_TIME);
          }
        });

    assertThat(fired).containsExactly("processing", "early", "between", "late");
  }

  @Test
  void aProcessingTimerThatSetsItselfAgainIsGivenUp() throws Exception {
    keyed.start("a");
    Instant soon = keyed.timerInternals().currentProcessingTime().plus(Duration.millis(1));
    set("again", soon, TimeDomain.PROCESSING_TIME);

    keyed.fireTimers(
        timer -> {
          fired.add(timer.getTimerId());
          set("again", timer.getTimestamp().plus(Duration.millis(5)), TimeDomain.PROCESSING_TIME);
        });

    assertThat(fired).containsExactly("again");
  }
}

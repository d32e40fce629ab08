package org.penstock.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkLeftTest {
  private final Object first = new Object();
  private final Object second = new Object();

  @Test
  void isOverWhenTheLastOneHasEnded() {
    WorkLeft work = WorkLeft.join("ends");
    List<String> told = new ArrayList<>();
    work.listen(() -> told.add("over"));
    work.begin(first);
    work.begin(second);
    work.begin(first);

    work.end(first);
    assertThat(work.isOver()).isFalse();
    assertThat(told).isEmpty();
    work.end(second);
    assertThat(work.isOver()).isTrue();
    assertThat(told).containsExactly("over");
    work.leave();
  }

  @Test
  void whoIsAbandonedHoldsNobodyAndTellsNobody() {
    WorkLeft work = WorkLeft.join("abandoned");
    List<String> told = new ArrayList<>();
    work.listen(() -> told.add("over"));
    work.begin(first);

    work.abandon(first);
    assertThat(work.isOver()).isTrue();
    assertThat(told).isEmpty();
    work.leave();
  }

  @Test
  void thereIsOneForEachJobAsLongAsSomebodyUsesIt() {
    WorkLeft work = WorkLeft.join("job");
    assertThat(WorkLeft.join("job")).isSameAs(work);
    assertThat(WorkLeft.join("other job")).isNotSameAs(work);
    work.leave();
    assertThat(WorkLeft.join("job")).isSameAs(work);
    work.leave();
    work.leave();

    assertThat(WorkLeft.join("job")).isNotSameAs(work);
  }
}

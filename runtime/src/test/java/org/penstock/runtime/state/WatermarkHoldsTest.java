package org.penstock.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

final class WatermarkHoldsTest {
  private final WatermarkHolds holds = new WatermarkHolds();

  @Test
  void nothingHoldsAtFirst() {
    assertThat(holds.min()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
  }

  @Test
  void theEarliestHoldCounts() {
    holds.add(Instant.ofEpochMilli(20));
    holds.add(Instant.ofEpochMilli(10));
    holds.add(Instant.ofEpochMilli(30));
    assertThat(holds.min()).isEqualTo(Instant.ofEpochMilli(10));

    holds.remove(Instant.ofEpochMilli(20));
    assertThat(holds.min()).isEqualTo(Instant.ofEpochMilli(10));

    holds.remove(Instant.ofEpochMilli(10));
    assertThat(holds.min()).isEqualTo(Instant.ofEpochMilli(30));

    holds.remove(Instant.ofEpochMilli(30));
    assertThat(holds.min()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
  }

  @Test
  void equalHoldsAreCounted() {
    holds.add(Instant.ofEpochMilli(10));
    holds.add(Instant.ofEpochMilli(10));

    holds.remove(Instant.ofEpochMilli(10));

    assertThat(holds.min()).isEqualTo(Instant.ofEpochMilli(10));
  }

  @Test
  void aHoldThatIsNotThereCannotBeRemoved() {
    holds.add(Instant.ofEpochMilli(10));

    assertThatThrownBy(() -> holds.remove(Instant.ofEpochMilli(11)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1970-01-01T00:00:00.011Z");
  }
}

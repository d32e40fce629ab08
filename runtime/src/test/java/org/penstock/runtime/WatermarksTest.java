package org.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

final class WatermarksTest {
  @Test
  void flinkCountsTheTimestampItselfAndBeamDoesNot() {
    assertThat(Watermarks.toBeam(41)).isEqualTo(Instant.ofEpochMilli(42));
    assertThat(Watermarks.toFlink(Instant.ofEpochMilli(42))).isEqualTo(41);
  }

  @Test
  void eachHasABeginningAndAnEndOfItsOwn() {
    assertThat(Watermarks.toBeam(Long.MIN_VALUE)).isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
    assertThat(Watermarks.toBeam(Long.MAX_VALUE)).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
    assertThat(Watermarks.toFlink(BoundedWindow.TIMESTAMP_MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(Watermarks.toFlink(BoundedWindow.TIMESTAMP_MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }
}

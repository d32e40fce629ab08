package org.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class TimestampedElementTest {
  private static final EncodedKey KEY = EncodedKey.of(new byte[] {1});

  @Test
  void itIsWhatBeamsOwnIs() {
    WindowedValue<String> beams =
        WindowedValues.timestampedValueInGlobalWindow("a", Instant.ofEpochMilli(7));
    TimestampedElement<String> element = new TimestampedElement<>("a", 7);

    assertThat(element).isEqualTo(beams).hasSameHashCodeAs(beams).hasToString(beams.toString());
    assertThat(element).isEqualTo(new TimestampedElement<>("a", 7));
    assertThat(element).isNotEqualTo(new TimestampedElement<>("a", 8));
    assertThat(element).isNotEqualTo(new TimestampedElement<>("b", 7));
    assertThat(element.withValue("b")).isEqualTo(new TimestampedElement<>("b", 7));
    assertThat(element.getWindows()).isEqualTo(List.of(GlobalWindow.INSTANCE));
    assertThat(new TimestampedElement<>("a", BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis()))
        .isEqualTo(WindowedValues.valueInGlobalWindow("a"));
  }

  @Test
  void aKeyedElementKeepsAllThatIsKnown() {
    assertThat(KeyedElement.of(KEY, "a", new TimestampedElement<>("b", 7)).isPlain()).isTrue();
    assertThat(
            KeyedElement.of(
                    KEY,
                    WindowedValues.timestampedValueInGlobalWindow("a", Instant.ofEpochMilli(7)))
                .isPlain())
        .isTrue();
    PaneInfo first = PaneInfo.createPane(true, false, PaneInfo.Timing.EARLY);
    IntervalWindow window = new IntervalWindow(Instant.ofEpochMilli(0), Instant.ofEpochMilli(10));
    for (WindowedValue<String> more :
        List.of(
            WindowedValues.of("a", Instant.ofEpochMilli(7), GlobalWindow.INSTANCE, first),
            WindowedValues.of("a", Instant.ofEpochMilli(7), window, PaneInfo.NO_FIRING))) {
      KeyedElement<String> keyed = KeyedElement.of(KEY, more);

      assertThat(keyed.isPlain()).isFalse();
      assertThat(keyed.withValue("a")).isEqualTo(more);
    }
  }
}

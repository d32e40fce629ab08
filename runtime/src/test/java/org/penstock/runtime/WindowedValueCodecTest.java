package org.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WindowedValueCodecTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant BEFORE_THE_EPOCH = Instant.parse("1905-06-30T00:00:00.001Z");
  private static final IntervalWindow HOUR =
      new IntervalWindow(NOON, NOON.plus(Duration.millis(3_600_000)));
  private static final IntervalWindow NEXT =
      new IntervalWindow(
          NOON.plus(Duration.millis(1_800_000)), NOON.plus(Duration.millis(5_400_000)));
  private static final PaneInfo LATE = PaneInfo.createPane(false, true, Timing.LATE, 700, 3);

  private final WindowedValueCodec<String> inGlobal =
      new WindowedValueCodec<>(StringUtf8Coder.of(), GlobalWindow.Coder.INSTANCE);
  private final WindowedValueCodec<String> inIntervals =
      new WindowedValueCodec<>(StringUtf8Coder.of(), IntervalWindow.getCoder());

  private static byte[] encode(WindowedValueCodec<String> codec, WindowedValue<String> value)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    codec.encode(value, out);
    return out.toByteArray();
  }

  private static void assertRoundTrip(WindowedValueCodec<String> codec, WindowedValue<String> value)
      throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(encode(codec, value));

    WindowedValue<String> decoded = codec.decode(in);

    assertThat(in.available()).as("bytes left over").isZero();
    assertThat(decoded.getValue()).isEqualTo(value.getValue());
    assertThat(decoded.getTimestamp()).isEqualTo(value.getTimestamp());
    assertThat(List.<BoundedWindow>copyOf(decoded.getWindows()))
        .isEqualTo(List.<BoundedWindow>copyOf(value.getWindows()));
    assertThat(decoded.getPaneInfo()).isEqualTo(value.getPaneInfo());
    assertThat(decoded.getRecordId()).isEqualTo(value.getRecordId());
    assertThat(decoded.getRecordOffset()).isEqualTo(value.getRecordOffset());
    assertThat(decoded.causedByDrain()).isEqualTo(value.causedByDrain());
  }

  static Stream<WindowedValue<String>> globalValues() {
    return Stream.of(
        WindowedValues.valueInGlobalWindow("plain"),
        WindowedValues.valueInGlobalWindow(""),
        WindowedValues.valueInGlobalWindow("pane", LATE),
        WindowedValues.timestampedValueInGlobalWindow("time", NOON),
        WindowedValues.timestampedValueInGlobalWindow("old", BEFORE_THE_EPOCH),
        WindowedValues.timestampedValueInGlobalWindow("end", BoundedWindow.TIMESTAMP_MAX_VALUE),
        WindowedValues.timestampedValueInGlobalWindow("both", NOON, LATE),
        WindowedValues.of(
            "drained", NOON, GlobalWindow.INSTANCE, LATE, CausedByDrain.CAUSED_BY_DRAIN));
  }

  @ParameterizedTest
  @MethodSource("globalValues")
  void keepsAllInTheGlobalWindow(WindowedValue<String> value) throws IOException {
    assertRoundTrip(inGlobal, value);
  }

  // Beam's factories drop id and offset of a record in one window, so only several can have them.
  static Stream<WindowedValue<String>> intervalValues() {
    Instant min = BoundedWindow.TIMESTAMP_MIN_VALUE;
    CausedByDrain normal = CausedByDrain.NORMAL;
    CausedByDrain drain = CausedByDrain.CAUSED_BY_DRAIN;
    List<IntervalWindow> two = List.of(HOUR, NEXT);
    return Stream.of(
        WindowedValues.of("one", NOON, HOUR, PaneInfo.NO_FIRING),
        WindowedValues.of("one with pane", NOON, HOUR, LATE),
        WindowedValues.of("earliest", min, HOUR, PaneInfo.NO_FIRING),
        WindowedValues.of("one drained", NOON, HOUR, LATE, drain),
        WindowedValues.of("two", NOON, two, PaneInfo.NO_FIRING),
        WindowedValues.of("two with pane", NOON, two, LATE),
        WindowedValues.of("two earliest", min, two, PaneInfo.NO_FIRING),
        WindowedValues.of("id", NOON, two, LATE, "r-1", null, normal),
        WindowedValues.of("offset", NOON, two, LATE, null, 1L << 40, normal),
        WindowedValues.of("both", NOON, two, PaneInfo.NO_FIRING, "", 0L, normal),
        WindowedValues.of("everything", NOON, two, LATE, "r-2", -1L, drain));
  }

  @ParameterizedTest
  @MethodSource("intervalValues")
  void keepsAllInOtherWindows(WindowedValue<String> value) throws IOException {
    assertRoundTrip(inIntervals, value);
  }

  @Test
  void theCommonCaseCostsOneByte() throws IOException {
    byte[] bare = new byte[] {'a', 'b'};
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    StringUtf8Coder.of().encode("ab", coded);
    assertThat(coded.size()).isEqualTo(1 + bare.length);

    assertThat(encode(inGlobal, WindowedValues.valueInGlobalWindow("ab")))
        .hasSize(1 + coded.size())
        .endsWith(coded.toByteArray());
  }

  @Test
  void aTimestampCostsEightBytesMore() throws IOException {
    int plain = encode(inGlobal, WindowedValues.valueInGlobalWindow("ab")).length;

    assertThat(encode(inGlobal, WindowedValues.timestampedValueInGlobalWindow("ab", NOON)))
        .hasSize(plain + Long.BYTES);
  }

  @Test
  void valuesFollowEachOther() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    inIntervals.encode(WindowedValues.of("a", NOON, HOUR, LATE), out);
    inIntervals.encode(WindowedValues.of("b", NOON, NEXT, PaneInfo.NO_FIRING), out);
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());

    assertThat(inIntervals.decode(in).getValue()).isEqualTo("a");
    assertThat(inIntervals.decode(in).getValue()).isEqualTo("b");
    assertThat(in.available()).isZero();
  }

  @Test
  void metadataGoesWithAnotherValue() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    inIntervals.encodeWithoutValue(WindowedValues.of("a", NOON, HOUR, LATE), out);

    WindowedValue<Integer> other =
        inIntervals.decodeWithoutValue(new ByteArrayInputStream(out.toByteArray())).with(7);

    assertThat(other.getValue()).isEqualTo(7);
    assertThat(List.<BoundedWindow>copyOf(other.getWindows())).containsExactly(HOUR);
    assertThat(other.getPaneInfo()).isEqualTo(LATE);
  }

  @Test
  void tellsWhatIsMissing() throws IOException {
    byte[] bytes = encode(inGlobal, WindowedValues.timestampedValueInGlobalWindow("ab", NOON));

    assertThatThrownBy(() -> inGlobal.decode(new ByteArrayInputStream(new byte[0])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("header");
    assertThatThrownBy(() -> inGlobal.decode(new ByteArrayInputStream(bytes, 0, 5)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("timestamp");
  }
}

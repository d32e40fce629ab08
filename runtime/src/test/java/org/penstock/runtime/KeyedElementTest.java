package org.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIterable;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

final class KeyedElementTest {
  private static final KeyedElementTypeInfo<Long> TYPE =
      new KeyedElementTypeInfo<>(VarLongCoder.of(), GlobalWindow.Coder.INSTANCE);

  private static EncodedKey key(int... bytes) {
    byte[] key = new byte[bytes.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) bytes[i];
    }
    return EncodedKey.of(key);
  }

  @Test
  void keysAreTheirBytes() {
    assertThat(key(1, 2)).isEqualTo(key(1, 2)).hasSameHashCodeAs(key(1, 2));
    assertThat(key(1, 2)).isNotEqualTo(key(2, 1)).isNotEqualTo(key(1));
    assertThat(EncodedKeyTypeInfo.INSTANCE.isKeyType()).isTrue();
  }

  @Test
  void aKeyIsReadAsItWasWritten() throws IOException {
    TypeSerializer<EncodedKey> serializer =
        EncodedKeyTypeInfo.INSTANCE.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(key(), out);
    serializer.serialize(key(1, 2), out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    assertThat(serializer.deserialize(in)).isEqualTo(key());
    assertThat(serializer.deserialize(in)).isEqualTo(key(1, 2));
    assertThat(Snapshots.read(Snapshots.write(serializer)).restoreSerializer())
        .isEqualTo(serializer);
  }

  @Test
  void anElementIsReadAsItWasWritten() throws IOException {
    TypeSerializer<KeyedElement<Long>> serializer =
        TYPE.createSerializer(new SerializerConfigImpl());
    KeyedElement<Long> plain =
        KeyedElement.of(key(1, 2, 3), WindowedValues.valueInGlobalWindow(7L));
    KeyedElement<Long> timed =
        KeyedElement.of(
            key(), WindowedValues.timestampedValueInGlobalWindow(8L, Instant.ofEpochMilli(5)));
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(plain, out);
    assertThat(out.length()).isEqualTo(1 + 3 + 1 + 1);
    serializer.serialize(timed, out);
    DataOutputSerializer copy = new DataOutputSerializer(16);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    serializer.copy(in, copy);
    serializer.copy(in, copy);
    DataInputDeserializer copied = new DataInputDeserializer(copy.getCopyOfBuffer());

    assertThat(serializer.deserialize(copied)).isEqualTo(plain);
    assertThat(serializer.deserialize(copied)).isEqualTo(timed);
    assertThat(serializer.copy(plain)).isSameAs(plain);
    assertThat(Snapshots.read(Snapshots.write(serializer)).restoreSerializer())
        .isEqualTo(serializer)
        .isNotSameAs(serializer);
  }

  @Test
  void anElementIsTheWindowedValueThatItWasMadeOf() {
    IntervalWindow hour = new IntervalWindow(Instant.ofEpochMilli(0), Duration.standardHours(1));
    List<WindowedValue<Long>> values =
        List.of(
            WindowedValues.valueInGlobalWindow(7L),
            WindowedValues.timestampedValueInGlobalWindow(8L, Instant.ofEpochMilli(5)),
            WindowedValues.valueInGlobalWindow(9L, PaneInfo.ON_TIME_AND_ONLY_FIRING),
            WindowedValues.of(10L, Instant.ofEpochMilli(5), hour, PaneInfo.NO_FIRING),
            WindowedValues.of(
                11L,
                Instant.ofEpochMilli(5),
                List.of(hour, GlobalWindow.INSTANCE),
                PaneInfo.NO_FIRING),
            WindowedValues.of(
                12L,
                Instant.ofEpochMilli(5),
                List.of(GlobalWindow.INSTANCE),
                PaneInfo.NO_FIRING,
                "id",
                3L,
                CausedByDrain.CAUSED_BY_DRAIN));
    for (WindowedValue<Long> value : values) {
      KeyedElement<Long> element = KeyedElement.of(key(1), value);

      assertThat(element.getValue()).isEqualTo(value.getValue());
      assertThat(element.getTimestamp()).isEqualTo(value.getTimestamp());
      assertThat(element.getWindows()).isEqualTo(value.getWindows());
      assertThat(element.getPaneInfo()).isEqualTo(value.getPaneInfo());
      assertThat(element.getRecordId()).isEqualTo(value.getRecordId());
      assertThat(element.getRecordOffset()).isEqualTo(value.getRecordOffset());
      assertThat(element.causedByDrain()).isEqualTo(value.causedByDrain());
      assertThat(element.withValue("other")).isEqualTo(value.withValue("other"));
      assertThatIterable((Iterable<?>) element.explodeWindows()).isEqualTo(value.explodeWindows());
    }
  }

  @Test
  void aTypeIsItsCoders() {
    assertThat(TYPE)
        .isEqualTo(new KeyedElementTypeInfo<>(TYPE.codec()))
        .hasSameHashCodeAs(new KeyedElementTypeInfo<>(TYPE.codec()));
    assertThat(TYPE.isKeyType()).isFalse();
  }
}

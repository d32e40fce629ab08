package org.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

final class WindowedValueSerializerTest {
  private static final Coder<? extends BoundedWindow> GLOBAL = GlobalWindow.Coder.INSTANCE;

  private static <T> TypeSerializer<WindowedValue<T>> serializer(
      Coder<T> coder, Coder<? extends BoundedWindow> windows) {
    return new WindowedValueTypeInfo<>(coder, windows).createSerializer(new SerializerConfigImpl());
  }

  private static final TypeSerializer<WindowedValue<KV<String, Long>>> PAIRS =
      serializer(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()), GLOBAL);

  @Test
  void readsWhatItWrote() throws IOException {
    WindowedValue<KV<String, Long>> value =
        WindowedValues.timestampedValueInGlobalWindow(KV.of("k", 3L), Instant.ofEpochMilli(99));
    DataOutputSerializer out = new DataOutputSerializer(16);
    PAIRS.serialize(value, out);
    PAIRS.serialize(WindowedValues.valueInGlobalWindow(KV.of("l", 4L)), out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    assertThat(PAIRS.deserialize(in)).isEqualTo(value);
    assertThat(PAIRS.deserialize(in).getValue()).isEqualTo(KV.of("l", 4L));
    assertThat(in.available()).isZero();
  }

  @Test
  void copiesBytes() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    PAIRS.serialize(WindowedValues.valueInGlobalWindow(KV.of("k", 3L)), out);
    DataOutputSerializer copy = new DataOutputSerializer(16);

    PAIRS.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copy);

    assertThat(copy.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
  }

  @Test
  void anElementIsItsOwnCopy() {
    WindowedValue<KV<String, Long>> value = WindowedValues.valueInGlobalWindow(KV.of("k", 3L));

    assertThat(PAIRS.copy(value)).isSameAs(value);
    assertThat(PAIRS.isImmutableType()).isTrue();
  }

  @Test
  void travelsToTheTask() throws Exception {
    TypeSerializer<WindowedValue<KV<String, Long>>> travelled = InstantiationUtil.clone(PAIRS);

    assertThat(travelled).isEqualTo(PAIRS).hasSameHashCodeAs(PAIRS);
    assertThat(PAIRS.duplicate()).isEqualTo(PAIRS).isNotSameAs(PAIRS);
    assertThat(serializer(VarLongCoder.of(), GLOBAL)).isNotEqualTo(PAIRS);
  }

  private static <T> TypeSerializerSnapshot<WindowedValue<T>> stored(
      TypeSerializer<WindowedValue<T>> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()),
        WindowedValueSerializerTest.class.getClassLoader());
  }

  /** What Flink asks when a job with {@code now} is restored from a savepoint of {@code before}. */
  @SuppressWarnings("unchecked") // a savepoint may hold anything
  private static <A, B> TypeSerializerSchemaCompatibility<WindowedValue<B>> restore(
      TypeSerializer<WindowedValue<A>> before, TypeSerializer<WindowedValue<B>> now)
      throws IOException {
    return now.snapshotConfiguration()
        .resolveSchemaCompatibility(
            (TypeSerializerSnapshot<WindowedValue<B>>) (TypeSerializerSnapshot<?>) stored(before));
  }

  @Test
  void theSameStructureIsCompatible() throws IOException {
    TypeSerializer<WindowedValue<KV<String, Long>>> again =
        serializer(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()), GLOBAL);

    assertThat(restore(PAIRS, again).isCompatibleAsIs()).isTrue();
  }

  @Test
  void anotherComponentCoderIsRefused() {
    assertThatThrownBy(
            () ->
                restore(
                    PAIRS, serializer(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()), GLOBAL)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(VarLongCoder.class.getName())
        .hasMessageContaining(VarIntCoder.class.getName());
  }

  @Test
  void anotherWindowCoderIsRefused() {
    assertThatThrownBy(
            () ->
                restore(
                    PAIRS,
                    serializer(
                        KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()),
                        IntervalWindow.getCoder())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(GlobalWindow.Coder.class.getName())
        .hasMessageContaining(IntervalWindow.getCoder().getClass().getName());
  }

  @Test
  void aRestoredSerializerReadsOldData() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    PAIRS.serialize(WindowedValues.valueInGlobalWindow(KV.of("k", 3L)), out);

    WindowedValue<KV<String, Long>> read =
        stored(PAIRS)
            .restoreSerializer()
            .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));

    assertThat(read.getValue()).isEqualTo(KV.of("k", 3L));
  }
}

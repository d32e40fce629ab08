package org.penstock.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.penstock.runtime.WindowedValueTypeInfo;

final class SourceRecordSerializerTest {
  private static final WindowedValue<String> ELEMENT =
      WindowedValues.timestampedValueInGlobalWindow("a", Instant.ofEpochMilli(7));

  private final TypeSerializer<SourceRecord<String>> serializer = serializer(StringUtf8Coder.of());

  private static <T> TypeSerializer<SourceRecord<T>> serializer(Coder<T> coder) {
    return new SourceRecordTypeInfo<>(
            new WindowedValueTypeInfo<>(coder, GlobalWindow.Coder.INSTANCE))
        .createSerializer(new SerializerConfigImpl());
  }

  private SourceRecord<String> roundTrip(SourceRecord<String> record) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(record, out);
    return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
  }

  @Test
  void anElementComesBack() throws Exception {
    SourceRecord<String> read = roundTrip(SourceRecord.ofElement(ELEMENT, null));

    assertThat(read.isElement()).isTrue();
    assertThat(read.element()).isEqualTo(ELEMENT);
    assertThat(read.recordId()).isNull();
    assertThatThrownBy(read::metrics).hasMessageContaining("is an element");
  }

  @Test
  void anIdComesBack() throws Exception {
    SourceRecord<String> read = roundTrip(SourceRecord.ofElement(ELEMENT, new byte[] {1, 2}));

    assertThat(read.element()).isEqualTo(ELEMENT);
    assertThat(read.recordId()).containsExactly(1, 2);
  }

  @Test
  void metricsComeBack() throws Exception {
    MetricsContainerStepMap metrics = new MetricsContainerStepMap();
    metrics.getContainer("Read").getCounter(MetricName.named("test", "read")).inc(3);
    SourceRecord<String> read = roundTrip(SourceRecord.ofMetrics(metrics));

    assertThat(read.isElement()).isFalse();
    assertThat(read.metrics()).isEqualTo(metrics);
    assertThatThrownBy(read::element).hasMessageContaining("is metrics");
  }

  @Test
  void anotherCoderIsRefused() throws Exception {
    TypeSerializerSnapshot<SourceRecord<String>> written = serializer.snapshotConfiguration();
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, written);
    TypeSerializerSnapshot<SourceRecord<String>> read =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());

    assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(read))
        .matches(compatibility -> compatibility.isCompatibleAsIs());
    assertThatThrownBy(() -> compare(serializer(VarLongCoder.of()), read))
        .hasMessageContaining("StringUtf8Coder")
        .hasMessageContaining("VarLongCoder");
  }

  @SuppressWarnings("unchecked") // what Flink does when it restores
  private static <T> void compare(
      TypeSerializer<SourceRecord<T>> now, TypeSerializerSnapshot<?> before) {
    now.snapshotConfiguration()
        .resolveSchemaCompatibility((TypeSerializerSnapshot<SourceRecord<T>>) before);
  }
}

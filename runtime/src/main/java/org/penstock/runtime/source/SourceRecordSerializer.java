package org.penstock.runtime.source;

import java.io.IOException;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Writes what a record is, and then it. */
public final class SourceRecordSerializer<T> extends TypeSerializer<SourceRecord<T>> {
  private static final long serialVersionUID = 1L;

  private static final int ELEMENT = 0;
  private static final int ELEMENT_WITH_ID = 1;
  private static final int METRICS = 2;

  private final TypeSerializer<WindowedValue<T>> elements;

  SourceRecordSerializer(TypeSerializer<WindowedValue<T>> elements) {
    this.elements = elements;
  }

  @Override
  public void serialize(SourceRecord<T> record, DataOutputView target) throws IOException {
    if (!record.isElement()) {
      target.writeByte(METRICS);
      writeBytes(SerializableUtils.serializeToByteArray(record.metrics()), target);
      return;
    }
    byte[] id = record.recordId();
    target.writeByte(id == null ? ELEMENT : ELEMENT_WITH_ID);
    if (id != null) {
      writeBytes(id, target);
    }
    elements.serialize(record.element(), target);
  }

  @Override
  public SourceRecord<T> deserialize(DataInputView source) throws IOException {
    int what = source.readByte();
    if (what == METRICS) {
      return SourceRecord.ofMetrics(
          (MetricsContainerStepMap)
              SerializableUtils.deserializeFromByteArray(readBytes(source), "metrics of a source"));
    }
    byte[] id = what == ELEMENT_WITH_ID ? readBytes(source) : null;
    return SourceRecord.ofElement(elements.deserialize(source), id);
  }

  private static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  private static byte[] readBytes(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return bytes;
  }

  @Override
  public SourceRecord<T> deserialize(SourceRecord<T> reuse, DataInputView source)
      throws IOException {
    return deserialize(source);
  }

  /** The record itself: the next operator of the chain is done with it before it is used again. */
  @Override
  public SourceRecord<T> copy(SourceRecord<T> from) {
    return from;
  }

  @Override
  public SourceRecord<T> copy(SourceRecord<T> from, SourceRecord<T> reuse) {
    return from;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<SourceRecord<T>> duplicate() {
    return new SourceRecordSerializer<>(elements.duplicate());
  }

  @Override
  public SourceRecord<T> createInstance() {
    return new SourceRecord<>();
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SourceRecordSerializer<?> that && elements.equals(that.elements);
  }

  @Override
  public int hashCode() {
    return elements.hashCode() + 1;
  }

  @Override
  public TypeSerializerSnapshot<SourceRecord<T>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot<T>
      extends CompositeTypeSerializerSnapshot<SourceRecord<T>, SourceRecordSerializer<T>> {
    /** Used by Flink. */
    public Snapshot() {}

    Snapshot(SourceRecordSerializer<T> serializer) {
      super(serializer);
    }

    @Override
    protected int getCurrentOuterSnapshotVersion() {
      return 1;
    }

    @Override
    protected TypeSerializer<?>[] getNestedSerializers(SourceRecordSerializer<T> serializer) {
      return new TypeSerializer<?>[] {serializer.elements};
    }

    @Override
    @SuppressWarnings("unchecked") // what the method above returned
    protected SourceRecordSerializer<T> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new SourceRecordSerializer<>((TypeSerializer<WindowedValue<T>>) nested[0]);
    }
  }
}

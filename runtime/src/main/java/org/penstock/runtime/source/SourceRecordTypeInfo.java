package org.penstock.runtime.source;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.OpaqueTypeInfo;
import org.penstock.runtime.WindowedValueTypeInfo;

/** Flink's type of {@link SourceRecord}; needed on the wire only where chaining is switched off. */
public final class SourceRecordTypeInfo<T> extends OpaqueTypeInfo<SourceRecord<T>> {
  private static final long serialVersionUID = 1L;

  private final WindowedValueTypeInfo<T> element;

  /**
   * @param element the type of the PCollection that is read
   */
  public SourceRecordTypeInfo(WindowedValueTypeInfo<T> element) {
    this.element = element;
  }

  @Override
  public TypeSerializer<SourceRecord<T>> createSerializer(SerializerConfig config) {
    return new SourceRecordSerializer<>(element.createSerializer(config));
  }

  @Override
  @SuppressWarnings("unchecked") // erased: Flink wants the class of a generic type
  public Class<SourceRecord<T>> getTypeClass() {
    return (Class<SourceRecord<T>>) (Class<?>) SourceRecord.class;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SourceRecordTypeInfo<?> that && element.equals(that.element);
  }

  @Override
  public int hashCode() {
    return element.hashCode() + 1;
  }

  @Override
  public String toString() {
    return "SourceRecord<" + element + ">";
  }
}

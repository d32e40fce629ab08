package org.penstock.runtime;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Flink's type of {@link ShuffleRecord}. */
public final class ShuffleRecordTypeInfo extends OpaqueTypeInfo<ShuffleRecord> {
  private static final long serialVersionUID = 1L;

  /** The only instance needed. */
  public static final ShuffleRecordTypeInfo INSTANCE = new ShuffleRecordTypeInfo();

  private ShuffleRecordTypeInfo() {}

  @Override
  public TypeSerializer<ShuffleRecord> createSerializer(SerializerConfig config) {
    return ShuffleRecordSerializer.INSTANCE;
  }

  @Override
  public Class<ShuffleRecord> getTypeClass() {
    return ShuffleRecord.class;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ShuffleRecordTypeInfo;
  }

  @Override
  public int hashCode() {
    return ShuffleRecordTypeInfo.class.hashCode();
  }

  @Override
  public String toString() {
    return "ShuffleRecord";
  }
}

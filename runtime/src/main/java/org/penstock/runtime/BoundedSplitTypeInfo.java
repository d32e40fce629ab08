package org.penstock.runtime;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Flink's type of {@link BoundedSplit}; needed on the wire only where chaining is switched off. */
public final class BoundedSplitTypeInfo<T> extends OpaqueTypeInfo<BoundedSplit<T>> {
  private static final long serialVersionUID = 1L;

  /** A type for the splits of any source of that element type. */
  public BoundedSplitTypeInfo() {}

  @Override
  public TypeSerializer<BoundedSplit<T>> createSerializer(SerializerConfig config) {
    return new BoundedSplitSerializer<>();
  }

  @Override
  @SuppressWarnings("unchecked") // erased: Flink wants the class of a generic type
  public Class<BoundedSplit<T>> getTypeClass() {
    return (Class<BoundedSplit<T>>) (Class<?>) BoundedSplit.class;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BoundedSplitTypeInfo;
  }

  @Override
  public int hashCode() {
    return BoundedSplitTypeInfo.class.hashCode();
  }

  @Override
  public String toString() {
    return "BoundedSplit";
  }
}

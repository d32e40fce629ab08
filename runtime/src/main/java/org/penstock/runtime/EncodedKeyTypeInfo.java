package org.penstock.runtime;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Flink's type of {@link EncodedKey}: the key of every keyed stream of ours. */
public final class EncodedKeyTypeInfo extends OpaqueTypeInfo<EncodedKey> {
  private static final long serialVersionUID = 1L;

  /** The only instance needed. */
  public static final EncodedKeyTypeInfo INSTANCE = new EncodedKeyTypeInfo();

  private EncodedKeyTypeInfo() {}

  @Override
  public boolean isKeyType() {
    return true;
  }

  @Override
  public TypeSerializer<EncodedKey> createSerializer(SerializerConfig config) {
    return EncodedKeySerializer.INSTANCE;
  }

  @Override
  public Class<EncodedKey> getTypeClass() {
    return EncodedKey.class;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedKeyTypeInfo;
  }

  @Override
  public int hashCode() {
    return EncodedKeyTypeInfo.class.hashCode();
  }

  @Override
  public String toString() {
    return "EncodedKey";
  }
}

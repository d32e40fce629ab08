package org.penstock.runtime;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Writes a key's bytes behind their length; the hash is computed again. */
public final class EncodedKeySerializer extends OpaqueSerializer<EncodedKey> {
  private static final long serialVersionUID = 1L;

  /** The only instance needed. */
  public static final EncodedKeySerializer INSTANCE = new EncodedKeySerializer();

  private EncodedKeySerializer() {}

  @Override
  public void serialize(EncodedKey key, DataOutputView target) throws IOException {
    byte[] bytes = key.bytes();
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  @Override
  public EncodedKey deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return EncodedKey.of(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedKeySerializer;
  }

  @Override
  public int hashCode() {
    return EncodedKeySerializer.class.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<EncodedKey> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<EncodedKey> {
    /** Used by Flink. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}

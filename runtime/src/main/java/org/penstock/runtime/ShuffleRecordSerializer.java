package org.penstock.runtime;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Writes the hash, the order, and both byte arrays behind their lengths. */
public final class ShuffleRecordSerializer extends OpaqueSerializer<ShuffleRecord> {
  private static final long serialVersionUID = 1L;

  /** The only instance needed. */
  public static final ShuffleRecordSerializer INSTANCE = new ShuffleRecordSerializer();

  private ShuffleRecordSerializer() {}

  @Override
  public void serialize(ShuffleRecord record, DataOutputView target) throws IOException {
    target.writeInt(record.hash());
    target.writeLong(record.order());
    target.writeInt(record.key().length);
    target.write(record.key());
    target.writeInt(record.payload().length);
    target.write(record.payload());
  }

  @Override
  public ShuffleRecord deserialize(DataInputView source) throws IOException {
    int hash = source.readInt();
    long order = source.readLong();
    byte[] key = new byte[source.readInt()];
    source.readFully(key);
    byte[] payload = new byte[source.readInt()];
    source.readFully(payload);
    return new ShuffleRecord(hash, key, order, payload);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ShuffleRecordSerializer;
  }

  @Override
  public int hashCode() {
    return ShuffleRecordSerializer.class.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<ShuffleRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ShuffleRecord> {
    /** Used by Flink. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}

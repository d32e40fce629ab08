package org.penstock.runtime;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the hash, the order, and both byte arrays behind their lengths. */
public final class ShuffleRecordSerializer extends TypeSerializerSingleton<ShuffleRecord> {
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
  public ShuffleRecord deserialize(ShuffleRecord reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public ShuffleRecord copy(ShuffleRecord from) {
    return from;
  }

  @Override
  public ShuffleRecord copy(ShuffleRecord from, ShuffleRecord reuse) {
    return from;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  @SuppressWarnings("NullAway") // Flink's contract has null for "no instance to reuse"
  public ShuffleRecord createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
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

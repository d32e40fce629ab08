package org.penstock.runtime;

import java.io.IOException;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Java serialization, which is how Beam's bounded sources travel. */
public final class BoundedSplitSerializer<T> extends TypeSerializerSingleton<BoundedSplit<T>> {
  private static final long serialVersionUID = 1L;

  /** A serializer; it has no state. */
  public BoundedSplitSerializer() {}

  @Override
  public void serialize(BoundedSplit<T> split, DataOutputView target) throws IOException {
    byte[] bytes = SerializableUtils.serializeToByteArray(split);
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  @Override
  @SuppressWarnings("unchecked") // written by the method above
  public BoundedSplit<T> deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return (BoundedSplit<T>) SerializableUtils.deserializeFromByteArray(bytes, "a split");
  }

  @Override
  public BoundedSplit<T> deserialize(BoundedSplit<T> reuse, DataInputView source)
      throws IOException {
    return deserialize(source);
  }

  @Override
  public BoundedSplit<T> copy(BoundedSplit<T> from) {
    return from;
  }

  @Override
  public BoundedSplit<T> copy(BoundedSplit<T> from, BoundedSplit<T> reuse) {
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
  public BoundedSplit<T> createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<BoundedSplit<T>> snapshotConfiguration() {
    return new Snapshot<>();
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot<T> extends SimpleTypeSerializerSnapshot<BoundedSplit<T>> {
    /** Used by Flink. */
    public Snapshot() {
      super(BoundedSplitSerializer::new);
    }
  }
}

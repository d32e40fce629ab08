package org.penstock.runtime;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** What Flink does with serializers when it takes a savepoint and restores it. */
final class Snapshots {
  private Snapshots() {}

  static byte[] write(TypeSerializer<?> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    return out.getCopyOfBuffer();
  }

  static <T> TypeSerializerSnapshot<T> read(byte[] snapshot) throws IOException {
    return read(snapshot, Snapshots.class.getClassLoader());
  }

  static <T> TypeSerializerSnapshot<T> read(byte[] snapshot, ClassLoader classLoader)
      throws IOException {
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(snapshot), classLoader);
  }

  /** What is asked when a job that now has that serializer is restored from the snapshot. */
  static <T> TypeSerializerSchemaCompatibility<T> resolve(
      TypeSerializerSnapshot<T> snapshot, TypeSerializer<T> now) {
    return now.snapshotConfiguration().resolveSchemaCompatibility(snapshot);
  }
}

package org.penstock.runtime;

import java.io.IOException;
import java.util.Objects;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the structure of the coders that wrote a snapshot, so that data which another coder
 * wrote is refused instead of misread. Public with a public constructor for Flink's sake only.
 */
public final class WindowedValueSerializerSnapshot<T>
    implements TypeSerializerSnapshot<WindowedValue<T>> {
  private static final int VERSION = 1;

  private @Nullable WindowedValueCodec<T> codec;
  private String structure = "";

  /** For Flink, which calls {@link #readSnapshot} next. */
  public WindowedValueSerializerSnapshot() {}

  WindowedValueSerializerSnapshot(WindowedValueSerializer<T> serializer) {
    this.codec = serializer.codec();
    this.structure = structure(serializer.codec());
  }

  private static String structure(WindowedValueCodec<?> codec) {
    return CoderStructure.of(codec.valueCoder()) + " in " + CoderStructure.of(codec.windowCoder());
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(structure);
    byte[] bytes = SerializableUtils.serializeToByteArray(Objects.requireNonNull(codec));
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  @SuppressWarnings("unchecked") // written by the method above
  public void readSnapshot(int version, DataInputView in, ClassLoader classLoader)
      throws IOException {
    structure = in.readUTF();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    codec =
        (WindowedValueCodec<T>)
            SerializableUtils.deserializeFromByteArray(bytes, "the coders " + structure);
  }

  @Override
  public TypeSerializer<WindowedValue<T>> restoreSerializer() {
    return new WindowedValueSerializer<>(Objects.requireNonNull(codec));
  }

  @Override
  public TypeSerializerSchemaCompatibility<WindowedValue<T>> resolveSchemaCompatibility(
      TypeSerializerSnapshot<WindowedValue<T>> old) {
    return old instanceof WindowedValueSerializerSnapshot<T> that
            && that.structure.equals(structure)
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }
}

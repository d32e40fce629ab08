package org.penstock.runtime;

import java.io.IOException;
import java.util.Objects;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Flink's serializer for the elements of a PCollection.
 *
 * <p>Copies are the value itself, for Beam forbids changing an element after it was output.
 */
public final class WindowedValueSerializer<T> extends TypeSerializer<WindowedValue<T>> {
  private static final long serialVersionUID = 1L;

  private final WindowedValueCodec<T> codec;
  private transient @Nullable DataOutputViewStream out;
  private transient @Nullable DataInputViewStream in;

  /** A serializer that writes with the codec. */
  public WindowedValueSerializer(WindowedValueCodec<T> codec) {
    this.codec = codec;
  }

  WindowedValueCodec<T> codec() {
    return codec;
  }

  @Override
  public void serialize(WindowedValue<T> value, DataOutputView target) throws IOException {
    DataOutputViewStream stream = out;
    if (stream == null) {
      stream = new DataOutputViewStream(target);
      out = stream;
    }
    codec.encode(value, stream.over(target));
  }

  @Override
  public WindowedValue<T> deserialize(DataInputView source) throws IOException {
    DataInputViewStream stream = in;
    if (stream == null) {
      stream = new DataInputViewStream(source);
      in = stream;
    }
    return codec.decode(stream.over(source));
  }

  @Override
  public WindowedValue<T> deserialize(WindowedValue<T> reuse, DataInputView source)
      throws IOException {
    return deserialize(source);
  }

  @Override
  public WindowedValue<T> copy(WindowedValue<T> from) {
    return from;
  }

  @Override
  public WindowedValue<T> copy(WindowedValue<T> from, WindowedValue<T> reuse) {
    return from;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    DataOutputSerializer buffer = new DataOutputSerializer(128);
    serialize(deserialize(source), buffer);
    target.write(buffer.getSharedBuffer(), 0, buffer.length());
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<WindowedValue<T>> duplicate() {
    return new WindowedValueSerializer<>(codec);
  }

  @Override
  @SuppressWarnings("NullAway") // Flink's contract has null for "no instance to reuse"
  public WindowedValue<T> createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<WindowedValue<T>> snapshotConfiguration() {
    return new WindowedValueSerializerSnapshot<>(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WindowedValueSerializer<?> that
        && codec.valueCoder().equals(that.codec.valueCoder())
        && codec.windowCoder().equals(that.codec.windowCoder());
  }

  @Override
  public int hashCode() {
    return Objects.hash(codec.valueCoder(), codec.windowCoder());
  }
}

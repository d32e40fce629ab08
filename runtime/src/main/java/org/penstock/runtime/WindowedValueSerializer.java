package org.penstock.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * Flink's serializer for the elements of a PCollection.
 *
 * <p>Copies are the value itself, for Beam forbids changing an element after it was output.
 */
public final class WindowedValueSerializer<T> extends CodedSerializer<WindowedValue<T>> {
  private static final long serialVersionUID = 1L;

  private final WindowedValueCodec<T> codec;

  /** A serializer that writes with the codec. */
  public WindowedValueSerializer(WindowedValueCodec<T> codec) {
    this.codec = codec;
  }

  @Override
  protected List<Coder<?>> coders() {
    return codec.coders();
  }

  @Override
  protected void encode(WindowedValue<T> value, OutputStream target) throws IOException {
    codec.encode(value, target);
  }

  @Override
  protected WindowedValue<T> decode(InputStream source) throws IOException {
    return codec.decode(source);
  }

  @Override
  public TypeSerializer<WindowedValue<T>> duplicate() {
    return new WindowedValueSerializer<>(codec);
  }

  @Override
  public TypeSerializerSnapshot<WindowedValue<T>> snapshotConfiguration() {
    return new WindowedValueSerializerSnapshot<>(coders());
  }
}

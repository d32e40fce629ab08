package org.penstock.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Writes the key's bytes behind their length, then the windowed value. */
public final class KeyedElementSerializer<V> extends CodedSerializer<KeyedElement<V>> {
  private static final long serialVersionUID = 1L;

  private final WindowedValueCodec<V> codec;

  /** A serializer that writes the windowed values with the codec. */
  public KeyedElementSerializer(WindowedValueCodec<V> codec) {
    this.codec = codec;
  }

  @Override
  protected List<Coder<?>> coders() {
    return codec.coders();
  }

  @Override
  protected void encode(KeyedElement<V> element, OutputStream target) throws IOException {
    element.key().write(target);
    codec.encode(element, target);
  }

  @Override
  protected KeyedElement<V> decode(InputStream source) throws IOException {
    return codec.decode(EncodedKey.read(source), source);
  }

  @Override
  public TypeSerializer<KeyedElement<V>> duplicate() {
    return new KeyedElementSerializer<>(codec);
  }

  @Override
  public TypeSerializerSnapshot<KeyedElement<V>> snapshotConfiguration() {
    return new Snapshot<>(coders());
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot<V> extends CodersSnapshot<KeyedElement<V>> {
    /** Used by Flink. */
    public Snapshot() {}

    private Snapshot(List<Coder<?>> coders) {
      super(coders);
    }

    @Override
    protected TypeSerializer<KeyedElement<V>> serializer(List<Coder<?>> coders) {
      return new KeyedElementSerializer<>(WindowedValueCodec.of(coders));
    }
  }
}

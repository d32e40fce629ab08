package org.penstock.runtime.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.penstock.runtime.CodedSerializer;
import org.penstock.runtime.CodersSnapshot;
import org.penstock.runtime.EncodedKey;

/** Writes the encoded keys of a map, and knows the coder that encoded them. */
public final class MapKeySerializer extends CodedSerializer<EncodedKey> {
  private static final long serialVersionUID = 1L;

  private final Coder<?> keyCoder;

  MapKeySerializer(Coder<?> keyCoder) {
    this.keyCoder = keyCoder;
  }

  @Override
  protected List<Coder<?>> coders() {
    return List.of(keyCoder);
  }

  @Override
  protected void encode(EncodedKey key, OutputStream target) throws IOException {
    key.write(target);
  }

  @Override
  protected EncodedKey decode(InputStream source) throws IOException {
    return EncodedKey.read(source);
  }

  @Override
  public TypeSerializer<EncodedKey> duplicate() {
    return new MapKeySerializer(keyCoder);
  }

  @Override
  public TypeSerializerSnapshot<EncodedKey> snapshotConfiguration() {
    return new Snapshot(coders());
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot extends CodersSnapshot<EncodedKey> {
    /** Used by Flink. */
    public Snapshot() {}

    private Snapshot(List<Coder<?>> coders) {
      super(coders);
    }

    @Override
    protected TypeSerializer<EncodedKey> serializer(List<Coder<?>> coders) {
      return new MapKeySerializer(coders.get(0));
    }
  }
}

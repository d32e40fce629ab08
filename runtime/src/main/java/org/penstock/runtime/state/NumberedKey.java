package org.penstock.runtime.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.penstock.runtime.CodedSerializer;
import org.penstock.runtime.CodersSnapshot;
import org.penstock.runtime.EncodedKey;

/**
 * Where a value is in a multimap.
 *
 * @param key its key
 * @param number its number among the values of that key, from 0 on
 */
record NumberedKey(EncodedKey key, int number) {

  /** Writes the key, then the number. */
  static final class Serializer extends CodedSerializer<NumberedKey> {
    private static final long serialVersionUID = 1L;

    private final MapKeySerializer keys;

    Serializer(Coder<?> keyCoder) {
      this.keys = new MapKeySerializer(keyCoder);
    }

    @Override
    protected List<Coder<?>> coders() {
      return keys.coders();
    }

    @Override
    protected void encode(NumberedKey place, OutputStream target) throws IOException {
      keys.encode(place.key, target);
      VarInt.encode(place.number, target);
    }

    @Override
    protected NumberedKey decode(InputStream source) throws IOException {
      return new NumberedKey(keys.decode(source), VarInt.decodeInt(source));
    }

    @Override
    public TypeSerializer<NumberedKey> duplicate() {
      return new Serializer(coders().get(0));
    }

    @Override
    public TypeSerializerSnapshot<NumberedKey> snapshotConfiguration() {
      return new Snapshot(coders());
    }
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot extends CodersSnapshot<NumberedKey> {
    /** Used by Flink. */
    public Snapshot() {}

    private Snapshot(List<Coder<?>> coders) {
      super(coders);
    }

    @Override
    protected TypeSerializer<NumberedKey> serializer(List<Coder<?>> coders) {
      return new Serializer(coders.get(0));
    }
  }
}

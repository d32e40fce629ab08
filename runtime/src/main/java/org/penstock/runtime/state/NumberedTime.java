package org.penstock.runtime.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.OpaqueSerializer;

/**
 * Where an element stands in an ordered list.
 *
 * @param millis its timestamp
 * @param number its number among the elements of that timestamp, from 0 on
 */
record NumberedTime(long millis, int number) implements Comparable<NumberedTime> {

  @Override
  public int compareTo(NumberedTime that) {
    int order = Long.compare(millis, that.millis);
    return order == 0 ? Integer.compare(number, that.number) : order;
  }

  /** Writes so that the order of the bytes is the order of the places. */
  static final class Serializer extends OpaqueSerializer<NumberedTime> {
    private static final long serialVersionUID = 1L;

    static final Serializer INSTANCE = new Serializer();

    private Serializer() {}

    @Override
    public void serialize(NumberedTime place, DataOutputView target) throws IOException {
      target.writeLong(place.millis ^ Long.MIN_VALUE);
      target.writeInt(place.number);
    }

    @Override
    public NumberedTime deserialize(DataInputView source) throws IOException {
      return new NumberedTime(source.readLong() ^ Long.MIN_VALUE, source.readInt());
    }

    @Override
    public int getLength() {
      return Long.BYTES + Integer.BYTES;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Serializer;
    }

    @Override
    public int hashCode() {
      return Serializer.class.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<NumberedTime> snapshotConfiguration() {
      return new Snapshot();
    }
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<NumberedTime> {
    /** Used by Flink. */
    public Snapshot() {
      super(() -> Serializer.INSTANCE);
    }
  }
}

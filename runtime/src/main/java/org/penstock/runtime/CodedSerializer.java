package org.penstock.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * A serializer that writes by Beam's coders, straight into Flink's view.
 *
 * <p>Two are equal when their coders have the same structure. Flink asks so when it puts the parts
 * of a snapshot together, whose coders were read one by one and need not have {@code equals}.
 */
public abstract class CodedSerializer<T> extends OpaqueSerializer<T> {
  private static final long serialVersionUID = 1L;

  private transient @Nullable DataOutputViewStream out;
  private transient @Nullable DataInputViewStream in;

  /** For serializers by coders. */
  protected CodedSerializer() {}

  /** The coders that decide what is written, in an order that is always the same. */
  protected abstract List<Coder<?>> coders();

  /** Writes the value so that {@link #decode} finds its end by itself. */
  protected abstract void encode(T value, OutputStream target) throws IOException;

  /** Reads what {@link #encode} wrote. */
  protected abstract T decode(InputStream source) throws IOException;

  /** Another serializer like this one, for another thread. */
  @Override
  public abstract TypeSerializer<T> duplicate();

  @Override
  public final void serialize(T value, DataOutputView target) throws IOException {
    DataOutputViewStream stream = out;
    if (stream == null) {
      stream = new DataOutputViewStream(target);
      out = stream;
    }
    encode(value, stream.over(target));
  }

  @Override
  public final T deserialize(DataInputView source) throws IOException {
    DataInputViewStream stream = in;
    if (stream == null) {
      stream = new DataInputViewStream(source);
      in = stream;
    }
    return decode(stream.over(source));
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof CodedSerializer<?> that
            && getClass() == that.getClass()
            && CoderStructure.of(coders()).equals(CoderStructure.of(that.coders())));
  }

  @Override
  public final int hashCode() {
    return CoderStructure.of(coders()).hashCode();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(" + CoderStructure.of(coders()) + ")";
  }
}

package org.penstock.runtime;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A serializer of values that are never changed, of no fixed length: copies are the value itself,
 * and nothing is reused. What remains is to write and to read.
 */
public abstract class OpaqueSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;

  /** For serializers of values that are never changed. */
  protected OpaqueSerializer() {}

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public T copy(T from) {
    return from;
  }

  @Override
  public final T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public final void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  /** This one, for a serializer without state of its own serves any number of threads. */
  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // Flink's contract has null for "no instance to reuse"
  public final T createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
  }
}

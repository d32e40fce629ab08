package org.penstock.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * Flink's serializer for what a Beam coder encodes.
 *
 * <p>Backends on the heap copy a value when it is asked for while a snapshot is written that
 * contains it. The copy goes through the coder, for what is kept as state, an accumulator above
 * all, may be changed in place; only {@linkplain #ofElements elements} are their own copies.
 */
public final class CoderSerializer<T> extends CodedSerializer<T> {
  private static final long serialVersionUID = 1L;

  private final Coder<T> coder;
  private final boolean elements;

  /** A serializer that writes with the coder, in its nested context. */
  public CoderSerializer(Coder<T> coder) {
    this(coder, false);
  }

  private CoderSerializer(Coder<T> coder, boolean elements) {
    this.coder = coder;
    this.elements = elements;
  }

  /** A serializer of elements, which Beam forbids to change. */
  public static <T> CoderSerializer<T> ofElements(Coder<T> coder) {
    return new CoderSerializer<>(coder, true);
  }

  /** The coder that writes. */
  public Coder<T> coder() {
    return coder;
  }

  @Override
  protected List<Coder<?>> coders() {
    return List.of(coder);
  }

  @Override
  protected void encode(T value, OutputStream target) throws IOException {
    coder.encode(value, target);
  }

  @Override
  protected T decode(InputStream source) throws IOException {
    return coder.decode(source);
  }

  /**
   * @throws IllegalStateException if the coder cannot encode the value or decode it again
   */
  @Override
  public T copy(T from) {
    if (elements) {
      return from;
    }
    try {
      return CoderUtils.clone(coder, from);
    } catch (CoderException e) {
      throw new IllegalStateException("A value of state cannot be copied by " + coder, e);
    }
  }

  @Override
  public boolean isImmutableType() {
    return elements;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return new CoderSerializer<>(coder, elements);
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new CoderSerializerSnapshot<>(coders());
  }
}

package org.penstock.portable.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.util.ByteStringOutputStream;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;

/**
 * The bytes that a worker is given of the elements of a side input. For one thread.
 *
 * @param <T> the elements, as the runner sees them
 */
public final class SideInputCodec<T> {
  private final Coder<T> coder;
  private final ByteStringOutputStream buffer = new ByteStringOutputStream();

  /**
   * @param coder the coder of the PCollection, by {@link PortableComponents}
   */
  public SideInputCodec(Coder<T> coder) {
    this.coder = coder;
  }

  /** The bytes of an element, for a side input that is read as a whole. */
  public ByteString element(T element) throws IOException {
    return bytes(coder, element);
  }

  /**
   * The bytes of each element, made as they are iterated.
   *
   * @throws UncheckedIOException from an iterator, if an element cannot be written
   */
  public Iterable<ByteString> elements(Iterable<T> elements) {
    return all(coder, elements);
  }

  /**
   * The bytes of a pair's key.
   *
   * @throws IllegalStateException if the elements are no pairs
   */
  @SuppressWarnings("unchecked") // pairs() has looked
  public ByteString key(T pair) throws IOException {
    return bytes(pairs().getKeyCoder(), ((KV<Object, Object>) pair).getKey());
  }

  /**
   * The bytes of a pair's value.
   *
   * @throws IllegalStateException if the elements are no pairs
   */
  @SuppressWarnings("unchecked") // pairs() has looked
  public ByteString value(T pair) throws IOException {
    return bytes(pairs().getValueCoder(), ((KV<Object, Object>) pair).getValue());
  }

  /**
   * The bytes of keys, as {@link #elements} makes those of elements.
   *
   * @throws IllegalStateException if the elements are no pairs
   */
  public Iterable<ByteString> keys(Iterable<Object> keys) {
    return all(pairs().getKeyCoder(), keys);
  }

  /**
   * The bytes of values, as {@link #elements} makes those of elements.
   *
   * @throws IllegalStateException if the elements are no pairs
   */
  public Iterable<ByteString> values(Iterable<Object> values) {
    return all(pairs().getValueCoder(), values);
  }

  /**
   * The coder of the elements of a side input that is read by key.
   *
   * @throws IllegalStateException if the elements are no pairs
   */
  @SuppressWarnings("unchecked") // a pair's coder has coders of whatever is in the pair
  public KvCoder<Object, Object> pairs() {
    if (coder instanceof KvCoder<?, ?> kv) {
      return (KvCoder<Object, Object>) kv;
    }
    throw new IllegalStateException(
        "A side input that is read by key needs pairs, and its coder is " + coder);
  }

  private <V> Iterable<ByteString> all(Coder<V> part, Iterable<V> values) {
    return Iterables.transform(
        values,
        value -> {
          try {
            return bytes(part, value);
          } catch (IOException e) {
            throw new UncheckedIOException("An element of a side input cannot be written", e);
          }
        });
  }

  private <V> ByteString bytes(Coder<V> part, V value) throws IOException {
    part.encode(value, buffer);
    return buffer.toByteStringAndReset();
  }
}

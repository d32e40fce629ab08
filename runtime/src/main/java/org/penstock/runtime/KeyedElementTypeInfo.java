package org.penstock.runtime;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Flink's type of {@link KeyedElement}. */
public final class KeyedElementTypeInfo<V> extends OpaqueTypeInfo<KeyedElement<V>> {
  private static final long serialVersionUID = 1L;

  private final WindowedValueCodec<V> codec;

  /** A type whose windowed values are written with the codec. */
  public KeyedElementTypeInfo(WindowedValueCodec<V> codec) {
    this.codec = codec;
  }

  /**
   * @param valueCoder the coder of the values
   * @param windowCoder the coder of their windows
   */
  public KeyedElementTypeInfo(Coder<V> valueCoder, Coder<? extends BoundedWindow> windowCoder) {
    this(new WindowedValueCodec<>(valueCoder, windowCoder));
  }

  /** How the windowed values are encoded. */
  public WindowedValueCodec<V> codec() {
    return codec;
  }

  @Override
  public TypeSerializer<KeyedElement<V>> createSerializer(SerializerConfig config) {
    return new KeyedElementSerializer<>(codec);
  }

  @Override
  @SuppressWarnings("unchecked") // erased: Flink wants the class of a generic type
  public Class<KeyedElement<V>> getTypeClass() {
    return (Class<KeyedElement<V>>) (Class<?>) KeyedElement.class;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyedElementTypeInfo<?> that
        && codec.coders().equals(that.codec.coders());
  }

  @Override
  public int hashCode() {
    return codec.coders().hashCode();
  }

  @Override
  public String toString() {
    return "KeyedElement<" + codec.valueCoder() + ">";
  }
}

package org.penstock.runtime;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Flink's type of a PCollection: its elements with timestamp, windows and pane. */
public final class WindowedValueTypeInfo<T> extends OpaqueTypeInfo<WindowedValue<T>> {
  private static final long serialVersionUID = 1L;

  private final WindowedValueCodec<T> codec;

  /**
   * @param valueCoder the PCollection's coder
   * @param windowCoder the coder of the windows of its windowing strategy
   */
  public WindowedValueTypeInfo(Coder<T> valueCoder, Coder<? extends BoundedWindow> windowCoder) {
    this(new WindowedValueCodec<>(valueCoder, windowCoder));
  }

  /** The type of what the codec writes. */
  public WindowedValueTypeInfo(WindowedValueCodec<T> codec) {
    this.codec = codec;
  }

  /** How the elements are encoded. */
  public WindowedValueCodec<T> codec() {
    return codec;
  }

  @Override
  public TypeSerializer<WindowedValue<T>> createSerializer(SerializerConfig config) {
    return new WindowedValueSerializer<>(codec);
  }

  @Override
  @SuppressWarnings("unchecked") // erased: Flink wants the class of a generic type
  public Class<WindowedValue<T>> getTypeClass() {
    return (Class<WindowedValue<T>>) (Class<?>) WindowedValue.class;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WindowedValueTypeInfo<?> that
        && codec.valueCoder().equals(that.codec.valueCoder())
        && codec.windowCoder().equals(that.codec.windowCoder());
  }

  @Override
  public int hashCode() {
    return 31 * codec.valueCoder().hashCode() + codec.windowCoder().hashCode();
  }

  @Override
  public String toString() {
    return "WindowedValue<" + codec.valueCoder() + ">";
  }
}

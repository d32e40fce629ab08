package org.penstock.runtime;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Of {@link WindowedValueSerializer}. Public with a public constructor for Flink's sake only. */
public final class WindowedValueSerializerSnapshot<T> extends CodersSnapshot<WindowedValue<T>> {
  /** Used by Flink. */
  public WindowedValueSerializerSnapshot() {}

  WindowedValueSerializerSnapshot(List<Coder<?>> coders) {
    super(coders);
  }

  @Override
  protected TypeSerializer<WindowedValue<T>> serializer(List<Coder<?>> coders) {
    return new WindowedValueSerializer<>(WindowedValueCodec.of(coders));
  }
}

package org.penstock.runtime;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Of {@link CoderSerializer}. Public with a public constructor for Flink's sake only. */
public final class CoderSerializerSnapshot<T> extends CodersSnapshot<T> {
  /** Used by Flink. */
  public CoderSerializerSnapshot() {}

  CoderSerializerSnapshot(List<Coder<?>> coders) {
    super(coders);
  }

  @Override
  @SuppressWarnings("unchecked") // the coder that this snapshot was made of
  protected TypeSerializer<T> serializer(List<Coder<?>> coders) {
    return new CoderSerializer<>((Coder<T>) coders.get(0));
  }
}

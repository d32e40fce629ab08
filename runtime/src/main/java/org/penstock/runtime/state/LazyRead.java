package org.penstock.runtime.state;

import java.util.function.Supplier;
import org.apache.beam.sdk.state.ReadableState;

/** Reads when it is asked to, anew each time. */
record LazyRead<T>(Supplier<T> source) implements ReadableState<T> {
  @Override
  public T read() {
    return source.get();
  }

  @Override
  public ReadableState<T> readLater() {
    return this;
  }
}

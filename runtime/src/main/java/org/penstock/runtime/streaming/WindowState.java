package org.penstock.runtime.streaming;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.CoderSerializer;

/** A state of Flink's that each window of a key has, with the window itself as namespace. */
public final class WindowState<S extends State> {
  private final S state;
  private final InternalKvState<?, BoundedWindow, ?> namespaces;
  private @Nullable BoundedWindow last;

  @SuppressWarnings("unchecked") // all keyed states of Flink's are internal states as well
  private WindowState(S state) {
    this.state = state;
    this.namespaces = (InternalKvState<?, BoundedWindow, ?>) state;
  }

  /**
   * The state of that descriptor, which no other state of the processor has the name of.
   *
   * @throws Exception if the backend cannot make it, or cannot read what it has of it
   */
  public static <S extends State> WindowState<S> of(
      StateDescriptor<S, ?> descriptor, Coder<BoundedWindow> windowCoder, KeyedContext keyed)
      throws Exception {
    return new WindowState<>(
        keyed.backend().getOrCreateKeyedState(new CoderSerializer<>(windowCoder), descriptor));
  }

  /** The state of the current key in that window; valid until the next call. */
  public S in(BoundedWindow window) {
    // Keys share the object: a backend on the heap keeps it with each entry, and compares it.
    BoundedWindow shared = last;
    if (shared == null || !window.equals(shared)) {
      shared = window;
      last = shared;
    }
    namespaces.setCurrentNamespace(shared);
    return state;
  }
}

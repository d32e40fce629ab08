package org.penstock.runtime.state;

import org.apache.beam.runners.core.StateNamespace;
import org.apache.flink.api.common.state.State;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.jspecify.annotations.Nullable;

/** A state of Flink's that was gotten once; each access says which namespace it is for. */
final class NamespacedState<S extends State> {
  private final String name;
  private final S state;
  private final InternalKvState<?, HashedNamespace, ?> namespaces;
  private @Nullable HashedNamespace last;

  /** What is done with the state; all of Flink's accesses may throw anything. */
  @FunctionalInterface
  interface Access<S, R> {
    R apply(S state) throws Exception;
  }

  /** Likewise, without a result. */
  @FunctionalInterface
  interface Change<S> {
    void apply(S state) throws Exception;
  }

  @SuppressWarnings("unchecked") // all keyed states of Flink's are internal states as well
  NamespacedState(String name, S state) {
    this.name = name;
    this.state = state;
    this.namespaces = (InternalKvState<?, HashedNamespace, ?>) state;
  }

  /**
   * Reads what the current key has in the namespace.
   *
   * @throws IllegalStateException if the backend fails
   */
  <R> R read(StateNamespace namespace, Access<? super S, R> access) {
    enter(namespace);
    try {
      return access.apply(state);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw failed(namespace, e);
    }
  }

  /**
   * Changes what the current key has in the namespace.
   *
   * @throws IllegalStateException if the backend fails
   */
  void change(StateNamespace namespace, Change<? super S> change) {
    enter(namespace);
    try {
      change.apply(state);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw failed(namespace, e);
    }
  }

  /**
   * Keys share the namespace object where they can: backends on the heap keep it with each entry
   * and compare it at each access, and one of its own would have to come from far memory.
   */
  private void enter(StateNamespace namespace) {
    HashedNamespace shared = last;
    if (shared == null || !namespace.equals(shared.namespace())) {
      shared = HashedNamespace.of(namespace);
      last = shared;
    }
    namespaces.setCurrentNamespace(shared);
  }

  private IllegalStateException failed(StateNamespace namespace, Exception e) {
    return new IllegalStateException(
        "The state " + name + " in the namespace " + namespace + " cannot be accessed", e);
  }
}

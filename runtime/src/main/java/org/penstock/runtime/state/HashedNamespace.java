package org.penstock.runtime.state;

import org.apache.beam.runners.core.StateNamespace;
import org.jspecify.annotations.Nullable;

/** A namespace with its hash, which Beam's compute, and Flink asks for, at each access of state. */
final class HashedNamespace {
  private final StateNamespace namespace;
  private final int hash;

  private HashedNamespace(StateNamespace namespace) {
    this.namespace = namespace;
    this.hash = namespace.hashCode();
  }

  static HashedNamespace of(StateNamespace namespace) {
    return new HashedNamespace(namespace);
  }

  StateNamespace namespace() {
    return namespace;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof HashedNamespace that
            && hash == that.hash
            && namespace.equals(that.namespace));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return namespace.toString();
  }
}

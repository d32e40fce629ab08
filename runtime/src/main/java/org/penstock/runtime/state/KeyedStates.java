package org.penstock.runtime.state;

import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.penstock.runtime.EncodedKey;

/** Gets states from a backend, whose namespaces are Beam's. */
final class KeyedStates {
  private static final Set<String> SORTED = Set.of("rocksdb", "forst");

  private final KeyedStateBackend<EncodedKey> backend;
  private final HashedNamespaceSerializer namespaces;

  /** What is done for each key and namespace. */
  @FunctionalInterface
  interface Visit {
    void visit(StateNamespace namespace) throws Exception;
  }

  KeyedStates(KeyedStateBackend<EncodedKey> backend, Coder<? extends BoundedWindow> windowCoder) {
    this.backend = backend;
    this.namespaces = new HashedNamespaceSerializer(StateNamespaceCodec.of(windowCoder));
  }

  /** The key that state is accessed for at the moment. */
  EncodedKey currentKey() {
    return backend.getCurrentKey();
  }

  /** Whether the entries of a map come in the order of their encoded keys. */
  boolean mapsAreSorted() {
    return SORTED.contains(backend.getBackendTypeIdentifier());
  }

  /**
   * The state of that name, made if it is not there.
   *
   * @throws IllegalStateException if it cannot be made, or was restored with another coder
   */
  <S extends State> NamespacedState<S> get(StateDescriptor<S, ?> descriptor) {
    try {
      return new NamespacedState<>(
          descriptor.getName(), backend.getOrCreateKeyedState(namespaces, descriptor));
    } catch (Exception e) {
      throw new IllegalStateException(
          "The state " + descriptor.getName() + " cannot be made: " + e.getMessage(), e);
    }
  }

  /**
   * Visits all keys and namespaces that have something in the state of that name, which must have
   * been gotten before; the key is current during its visit. The visit must not change the state.
   *
   * @throws IllegalStateException if the state cannot be read
   */
  void visitAll(String name, Visit visit) {
    try (Stream<Tuple2<EncodedKey, HashedNamespace>> all = backend.getKeysAndNamespaces(name)) {
      for (Iterator<Tuple2<EncodedKey, HashedNamespace>> i = all.iterator(); i.hasNext(); ) {
        Tuple2<EncodedKey, HashedNamespace> entry = i.next();
        backend.setCurrentKey(entry.f0);
        visit.visit(entry.f1.namespace());
      }
    } catch (Exception e) {
      throw new IllegalStateException("The restored state " + name + " cannot be read", e);
    }
  }
}

package org.penstock.runtime.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.penstock.runtime.CodedSerializer;
import org.penstock.runtime.CodersSnapshot;

/** Writes the namespaces of state. */
final class HashedNamespaceSerializer extends CodedSerializer<HashedNamespace> {
  private static final long serialVersionUID = 1L;

  private final StateNamespaceCodec codec;

  HashedNamespaceSerializer(StateNamespaceCodec codec) {
    this.codec = codec;
  }

  @Override
  protected List<Coder<?>> coders() {
    return codec.coders();
  }

  /**
   * @throws IllegalArgumentException if the namespace is none of Beam's three kinds
   */
  @Override
  protected void encode(HashedNamespace namespace, OutputStream target) throws IOException {
    codec.encode(namespace.namespace(), target);
  }

  @Override
  protected HashedNamespace decode(InputStream source) throws IOException {
    return HashedNamespace.of(codec.decode(source));
  }

  @Override
  public TypeSerializer<HashedNamespace> duplicate() {
    return new HashedNamespaceSerializer(codec);
  }

  @Override
  public TypeSerializerSnapshot<HashedNamespace> snapshotConfiguration() {
    return new Snapshot(coders());
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot extends CodersSnapshot<HashedNamespace> {
    /** Used by Flink. */
    public Snapshot() {}

    private Snapshot(List<Coder<?>> coders) {
      super(coders);
    }

    @Override
    protected TypeSerializer<HashedNamespace> serializer(List<Coder<?>> coders) {
      return new HashedNamespaceSerializer(StateNamespaceCodec.of(coders));
    }
  }
}

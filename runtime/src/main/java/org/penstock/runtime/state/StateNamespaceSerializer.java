package org.penstock.runtime.state;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateNamespaces.GlobalNamespace;
import org.apache.beam.runners.core.StateNamespaces.WindowAndTriggerNamespace;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.VarInt;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.penstock.runtime.CodedSerializer;
import org.penstock.runtime.CodersSnapshot;

/**
 * Writes the namespaces of Beam's state as what they are: a byte that tells the kind, then the
 * window and the trigger's index where there are any.
 */
public final class StateNamespaceSerializer extends CodedSerializer<StateNamespace> {
  private static final long serialVersionUID = 1L;

  private static final int GLOBAL = 0;
  private static final int WINDOW = 1;
  private static final int WINDOW_AND_TRIGGER = 2;

  private final Coder<BoundedWindow> windowCoder;

  /** A serializer of the namespaces whose windows the coder writes. */
  @SuppressWarnings("unchecked") // the namespaces have windows of just the coder's type
  public StateNamespaceSerializer(Coder<? extends BoundedWindow> windowCoder) {
    this.windowCoder = (Coder<BoundedWindow>) windowCoder;
  }

  @Override
  protected List<Coder<?>> coders() {
    return List.of(windowCoder);
  }

  /**
   * @throws IllegalArgumentException if the namespace is none of Beam's three kinds
   */
  @Override
  protected void encode(StateNamespace namespace, OutputStream target) throws IOException {
    if (namespace instanceof WindowNamespace<?> window) {
      target.write(WINDOW);
      windowCoder.encode(window.getWindow(), target);
    } else if (namespace instanceof GlobalNamespace) {
      target.write(GLOBAL);
    } else if (namespace instanceof WindowAndTriggerNamespace<?> trigger) {
      target.write(WINDOW_AND_TRIGGER);
      windowCoder.encode(trigger.getWindow(), target);
      VarInt.encode(trigger.getTriggerIndex(), target);
    } else {
      throw new IllegalArgumentException(
          "Expected a namespace that is global, of a window, or of a window and trigger, found "
              + namespace
              + " of "
              + namespace.getClass());
    }
  }

  @Override
  protected StateNamespace decode(InputStream source) throws IOException {
    int kind = source.read();
    return switch (kind) {
      case GLOBAL -> StateNamespaces.global();
      case WINDOW -> StateNamespaces.window(windowCoder, windowCoder.decode(source));
      case WINDOW_AND_TRIGGER ->
          StateNamespaces.windowAndTrigger(
              windowCoder, windowCoder.decode(source), VarInt.decodeInt(source));
      case -1 -> throw new EOFException("Expected a namespace, found the end of the data");
      default -> throw new IOException("Expected a kind of namespace from 0 to 2, found " + kind);
    };
  }

  @Override
  public TypeSerializer<StateNamespace> duplicate() {
    return new StateNamespaceSerializer(windowCoder);
  }

  @Override
  public TypeSerializerSnapshot<StateNamespace> snapshotConfiguration() {
    return new Snapshot(coders());
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot extends CodersSnapshot<StateNamespace> {
    /** Used by Flink. */
    public Snapshot() {}

    private Snapshot(List<Coder<?>> coders) {
      super(coders);
    }

    @Override
    @SuppressWarnings("unchecked") // the coder that this snapshot was made of
    protected TypeSerializer<StateNamespace> serializer(List<Coder<?>> coders) {
      return new StateNamespaceSerializer((Coder<BoundedWindow>) coders.get(0));
    }
  }
}

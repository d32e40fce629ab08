package org.penstock.runtime.state;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateNamespaces.GlobalNamespace;
import org.apache.beam.runners.core.StateNamespaces.WindowAndTriggerNamespace;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.VarInt;

/**
 * Writes the namespaces of Beam's state as what they are: a byte that tells the kind, then the
 * window and the trigger's index where there are any.
 */
record StateNamespaceCodec(Coder<BoundedWindow> windowCoder) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int GLOBAL = 0;
  private static final int WINDOW = 1;
  private static final int WINDOW_AND_TRIGGER = 2;

  /** A codec of the namespaces whose windows the coder writes. */
  @SuppressWarnings("unchecked") // the namespaces have windows of just the coder's type
  static StateNamespaceCodec of(Coder<? extends BoundedWindow> windowCoder) {
    return new StateNamespaceCodec((Coder<BoundedWindow>) windowCoder);
  }

  /** The codec with these {@link #coders}. */
  @SuppressWarnings("unchecked") // the coder of a codec
  static StateNamespaceCodec of(List<Coder<?>> coders) {
    return new StateNamespaceCodec((Coder<BoundedWindow>) coders.get(0));
  }

  /** The coders that decide what is written. */
  List<Coder<?>> coders() {
    return List.of(windowCoder);
  }

  /**
   * @throws IllegalArgumentException if the namespace is none of Beam's three kinds
   */
  void encode(StateNamespace namespace, OutputStream target) throws IOException {
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

  StateNamespace decode(InputStream source) throws IOException {
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
}

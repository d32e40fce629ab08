package org.penstock.classic.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.runners.core.StepContext;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.jspecify.annotations.Nullable;

/**
 * The state that a DoFn asks for while it processes elements. Views of it are kept for as long as
 * the elements are of one window, for they read and write for whichever key is current.
 */
final class ElementState {
  private final StepContext keyed;
  private final Coder<BoundedWindow> windowCoder;
  private final Map<String, StateTag<?>> tags = new HashMap<>();
  private final Map<String, State> views = new HashMap<>();
  private @Nullable StateInternals internals;
  private @Nullable BoundedWindow window;
  private @Nullable StateNamespace namespace;

  /**
   * @param keyed has the state of the key that is current
   */
  ElementState(
      DoFn<?, ?> fn, DoFnSignature signature, Coder<BoundedWindow> windowCoder, StepContext keyed) {
    this.keyed = keyed;
    this.windowCoder = windowCoder;
    signature.stateDeclarations().forEach((id, state) -> tags.put(id, tag(id, state, fn)));
  }

  private static StateTag<?> tag(String id, DoFnSignature.StateDeclaration state, DoFn<?, ?> fn) {
    try {
      return tag(id, (StateSpec<?>) Objects.requireNonNull(state.field().get(fn), id));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(
          "The state '" + id + "' of " + fn.getClass().getName() + " cannot be read", e);
    }
  }

  private static <T extends State> StateTag<T> tag(String id, StateSpec<T> spec) {
    return StateTags.tagForSpec(id, spec);
  }

  /**
   * The next element is in that window, and of the key that is current.
   *
   * @return whether the element before it was in another one
   */
  boolean enter(BoundedWindow next) {
    // The state of the current key is another one for each key on some paths.
    StateInternals state = keyed.stateInternals();
    if (state != internals) {
      internals = state;
      views.clear();
    }
    if (next.equals(window)) {
      return false;
    }
    window = next;
    namespace = StateNamespaces.window(windowCoder, next);
    views.clear();
    return true;
  }

  /**
   * What the element's key and window have in the state of that id.
   *
   * @param soon whether it will be read in any case
   */
  State get(String id, boolean soon) {
    State view = views.get(id);
    if (view == null) {
      view = view(id);
      views.put(id, view);
    }
    return soon ? (State) ((ReadableState<?>) view).readLater() : view;
  }

  private State view(String id) {
    StateTag<?> tag = Objects.requireNonNull(tags.get(id), id);
    return Objects.requireNonNull(internals, "no element")
        .state(Objects.requireNonNull(namespace, "no element"), tag);
  }
}

package org.penstock.classic.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.runners.core.StepContext;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.jspecify.annotations.Nullable;

/**
 * The state that a DoFn asks for while it processes elements. Views of it are kept for as long as
 * the elements are of one window, for they read and write for whichever key is current.
 */
final class ElementState {
  private final StepContext keyed;
  private final KeyedWindow window;
  private final Map<String, StateTag<?>> tags = new HashMap<>();
  private final Map<String, State> views = new HashMap<>();
  private @Nullable StateInternals internals;
  private @Nullable StateNamespace namespace;

  /**
   * @param keyed has the state of the key that is current
   * @param window that of the element
   */
  ElementState(DoFn<?, ?> fn, DoFnSignature signature, StepContext keyed, KeyedWindow window) {
    this.keyed = keyed;
    this.window = window;
    signature
        .stateDeclarations()
        .forEach(
            (id, declared) ->
                tags.put(
                    id,
                    StateTags.tagForSpec(
                        id, DeclaredFields.<StateSpec<?>>read(declared.field(), fn))));
  }

  /**
   * What the element's key and window have in the state of that id.
   *
   * @param soon whether it will be read in any case
   */
  State get(String id, boolean soon) {
    // The state of the current key is another one for each key on some paths.
    if (internals != keyed.stateInternals() || namespace != window.namespace()) {
      internals = keyed.stateInternals();
      namespace = window.namespace();
      views.clear();
    }
    State view = views.get(id);
    if (view == null) {
      view = internals.state(namespace, Objects.requireNonNull(tags.get(id), id));
      views.put(id, view);
    }
    return soon ? (State) ((ReadableState<?>) view).readLater() : view;
  }
}

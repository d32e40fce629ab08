package org.penstock.portable.streaming;

import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.sdk.state.StateSpec;

/**
 * Keeps multimaps under names of their own, apart from bags. SDKs differ in which of the two they
 * make of a set, and the runner has to clear it all the same.
 */
record StatesByKind(StateInternals states) implements StateInternals {
  private static final StateSpec.Cases<Boolean> IS_MULTIMAP =
      new StateSpec.Cases.WithDefault<>() {
        @Override
        protected Boolean dispatchDefault() {
          return false;
        }

        @Override
        public Boolean dispatchOrderedList(Coder<?> elementCoder) {
          return false;
        }

        @Override
        public Boolean dispatchMultimap(Coder<?> keyCoder, Coder<?> valueCoder) {
          return true;
        }
      };

  @Override
  public Object getKey() {
    return states.getKey();
  }

  @Override
  public <T extends State> T state(
      StateNamespace namespace, StateTag<T> tag, StateContext<?> context) {
    StateTag<T> named =
        tag.getSpec().match(IS_MULTIMAP)
            ? StateTags.tagForSpec(tag.getId() + " by key", tag.getSpec())
            : tag;
    return states.state(namespace, named, context);
  }
}

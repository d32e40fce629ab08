package org.penstock.classic.runtime;

import org.apache.beam.runners.core.StepContext;

/**
 * State and timers of a stage's root.
 *
 * @param state those of the key that is the current one
 * @param inTimeOrder whether the elements of a key come in the order of their timestamps, so that
 *     nothing needs to be done for a DoFn that requires it
 */
public record KeyedRuntime(StepContext state, boolean inTimeOrder) {}

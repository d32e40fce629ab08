package org.penstock.portable.runtime.plane;

import java.util.function.Consumer;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateResponse;

/**
 * A request of the worker for state.
 *
 * @param request what it wants
 * @param answer takes the response, without its id; called once
 */
public record StateCall(StateRequest request, Consumer<StateResponse.Builder> answer) {}

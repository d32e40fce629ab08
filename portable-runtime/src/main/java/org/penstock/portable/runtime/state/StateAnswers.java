package org.penstock.portable.runtime.state;

import java.io.IOException;
import java.util.Iterator;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateAppendResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateClearResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateKey;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateResponse;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.portable.runtime.SideInputReader;
import org.penstock.portable.runtime.SideInputRef;

/** Answers the state requests of the worker of one stage. For the task's thread. */
public final class StateAnswers {
  private final Parts parts;
  private final UserStates userStates;
  private final SideInputs sideInputs;
  private final Pages pages;

  /**
   * @param parts what the stage has
   */
  public StateAnswers(Parts parts) {
    this(parts, Pages.PAGE_BYTES);
  }

  StateAnswers(Parts parts, int pageBytes) {
    this.parts = parts;
    this.userStates = new UserStates(parts);
    this.sideInputs = new SideInputs(parts);
    this.pages = new Pages(pageBytes);
  }

  /** What the stage has. */
  public interface Parts {
    /** The windows of a transform's main input. */
    Windows windows(String transformId) throws IOException;

    /** The windows of a side input. */
    Windows sideWindows(SideInputRef sideInput);

    /** Makes the key current and gives its state. */
    StateInternals stateFor(ByteString key);

    /** The name that a transform's state has among those of the stage. */
    String stateName(String transformId, String stateId);

    /** The coder of the values of a multimap state, as the worker writes them. */
    Coder<?> multimapValueCoder(String transformId, String stateId) throws IOException;

    /**
     * The side input of that name.
     *
     * @throws IOException if there is none
     */
    SideInputRef sideInput(String transformId, String tag) throws IOException;

    /** Where side inputs are read. */
    SideInputReader sideInputs();

    /**
     * The values of a group that the worker was not given with the others.
     *
     * @throws IOException if there are none with that token
     */
    Iterator<ByteString> keptValues(ByteString token) throws IOException;
  }

  /**
   * The answer to a request; without the request's id.
   *
   * @throws IOException if the request is about something that the stage does not have
   */
  public StateResponse.Builder answer(StateRequest request) throws IOException {
    StateKey key = request.getStateKey();
    return switch (key.getTypeCase()) {
      case ITERABLE_SIDE_INPUT,
          MULTIMAP_SIDE_INPUT,
          MULTIMAP_KEYS_SIDE_INPUT,
          MULTIMAP_KEYS_VALUES_SIDE_INPUT ->
          sideInput(request, key);
      case RUNNER -> keptValues(request, key.getRunner().getKey());
      default -> userState(request, key);
    };
  }

  private StateResponse.Builder sideInput(StateRequest request, StateKey key) throws IOException {
    if (!request.hasGet()) {
      throw new IOException("A side input can only be read, and the request is " + request);
    }
    return pages.read(request.getGet().getContinuationToken(), true, () -> sideInputs.open(key));
  }

  private StateResponse.Builder keptValues(StateRequest request, ByteString token)
      throws IOException {
    if (!request.hasGet()) {
      throw new IOException("A group can only be read, and the request is " + request);
    }
    return pages.read(request.getGet().getContinuationToken(), true, () -> parts.keptValues(token));
  }

  private StateResponse.Builder userState(StateRequest request, StateKey key) throws IOException {
    UserStates.Access access = userStates.access(key);
    return switch (request.getRequestCase()) {
      case GET -> {
        Iterator<ByteString> found = access.read();
        yield pages.read(request.getGet().getContinuationToken(), false, () -> found);
      }
      case APPEND -> {
        access.append(request.getAppend().getData());
        yield StateResponse.newBuilder().setAppend(StateAppendResponse.getDefaultInstance());
      }
      case CLEAR -> {
        access.clear();
        yield StateResponse.newBuilder().setClear(StateClearResponse.getDefaultInstance());
      }
      default -> throw new IOException("The worker's request wants nothing: " + request);
    };
  }

  /** Forgets reads that were not finished; to be called at the end of each bundle. */
  public void bundleFinished() {
    pages.clear();
  }
}

package org.penstock.portable.runtime.plane;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnStateGrpc;
import org.apache.beam.sdk.fn.server.FnService;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ServerCallStreamObserver;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/**
 * The state requests of one stage. Beam's {@code GrpcStateService} is not used, for it writes
 * answers from any thread to a stream that takes one at a time.
 */
final class StatePlane extends BeamFnStateGrpc.BeamFnStateImplBase implements FnService {
  private final Consumer<StateCall> receiver;
  private final Set<ServerCallStreamObserver<StateResponse>> calls = ConcurrentHashMap.newKeySet();

  /**
   * @param receiver takes the requests, on a thread of gRPC
   */
  StatePlane(Consumer<StateCall> receiver) {
    this.receiver = receiver;
  }

  @Override
  public StreamObserver<StateRequest> state(StreamObserver<StateResponse> responses) {
    ServerCallStreamObserver<StateResponse> call =
        (ServerCallStreamObserver<StateResponse>) responses;
    call.setOnCancelHandler(() -> calls.remove(call));
    calls.add(call);
    return new StreamObserver<>() {
      @Override
      public void onNext(StateRequest request) {
        receiver.accept(new StateCall(request, response -> answer(call, request, response)));
      }

      @Override
      public void onError(Throwable failure) {
        calls.remove(call);
      }

      @Override
      public void onCompleted() {
        complete(call);
      }
    };
  }

  private void answer(
      ServerCallStreamObserver<StateResponse> call,
      StateRequest request,
      StateResponse.Builder response) {
    synchronized (call) {
      if (calls.contains(call)) {
        call.onNext(response.setId(request.getId()).build());
      }
    }
  }

  private void complete(ServerCallStreamObserver<StateResponse> call) {
    synchronized (call) {
      if (calls.remove(call) && !call.isCancelled()) {
        call.onCompleted();
      }
    }
  }

  @Override
  public void close() {
    calls.forEach(this::complete);
  }
}

package org.penstock.environments.external;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StartWorkerRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StartWorkerResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StopWorkerRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StopWorkerResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnExternalWorkerPoolGrpc.BeamFnExternalWorkerPoolImplBase;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.netty.NettyServerBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/** A worker pool on a port of its own, whose workers are entries of a table. */
final class TrialPool extends BeamFnExternalWorkerPoolImplBase implements AutoCloseable {
  /** Makes the pool refuse. */
  static final String REFUSED = "refused";

  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final List<StartWorkerRequest> starts = new CopyOnWriteArrayList<>();
  private final Consumer<StartWorkerRequest> before;
  private final Server server;
  private final int port;

  /** A pool that does something before each start. */
  TrialPool(Consumer<StartWorkerRequest> before) throws IOException {
    this.before = before;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
    this.port = server.getPort();
  }

  /** A pool that starts workers at once. */
  TrialPool() throws IOException {
    this(request -> {});
  }

  String address() {
    return "localhost:" + port;
  }

  /** The environment of this pool. */
  RunnerApi.Environment environment(Map<String, String> parameters) {
    return environment(address(), parameters);
  }

  static RunnerApi.Environment environment(String address, Map<String, String> parameters) {
    RunnerApi.ExternalPayload payload =
        RunnerApi.ExternalPayload.newBuilder()
            .setEndpoint(ApiServiceDescriptor.newBuilder().setUrl(address))
            .putAllParams(parameters)
            .build();
    return RunnerApi.Environment.newBuilder()
        .setUrn(new ExternalEnvironment().urn())
        .setPayload(payload.toByteString())
        .build();
  }

  Set<String> running() {
    return Set.copyOf(running);
  }

  List<StartWorkerRequest> starts() {
    return starts;
  }

  @Override
  public void startWorker(
      StartWorkerRequest request, StreamObserver<StartWorkerResponse> observer) {
    before.accept(request);
    StartWorkerResponse.Builder response = StartWorkerResponse.newBuilder();
    starts.add(request);
    if (request.containsParams(REFUSED)) {
      response.setError(request.getParamsOrThrow(REFUSED));
    } else if (!running.add(request.getWorkerId())) {
      response.setError("There is a worker " + request.getWorkerId());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void stopWorker(StopWorkerRequest request, StreamObserver<StopWorkerResponse> observer) {
    StopWorkerResponse.Builder response = StopWorkerResponse.newBuilder();
    if (!running.remove(request.getWorkerId())) {
      response.setError("There is no worker " + request.getWorkerId());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}

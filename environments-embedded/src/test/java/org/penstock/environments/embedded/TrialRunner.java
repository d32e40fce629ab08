package org.penstock.environments.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnControlGrpc.BeamFnControlImplBase;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.GetProvisionInfoRequest;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.GetProvisionInfoResponse;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.ProvisionInfo;
import org.apache.beam.model.fnexecution.v1.ProvisionServiceGrpc.ProvisionServiceImplBase;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Context;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Contexts;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Metadata;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerCall;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerCallHandler;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerInterceptor;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.inprocess.InProcessServerBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.penstock.spi.WorkerRequest;

/** The services that a harness needs in order to start, on an in-process server. */
final class TrialRunner implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Context.Key<String> WORKER = Context.key("worker");
  private static final Metadata.Key<String> WORKER_HEADER =
      Metadata.Key.of("worker_id", Metadata.ASCII_STRING_MARSHALLER);

  private final String name = "trial-" + UUID.randomUUID();
  private final Map<String, StreamObserver<InstructionRequest>> connected =
      new ConcurrentHashMap<>();
  private final BlockingQueue<InstructionResponse> responses = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> connections = new LinkedBlockingQueue<>();
  private final String refusal;
  private final Server server;

  /**
   * A runner.
   *
   * @param refusal what it breaks each control stream with; empty if it does not
   */
  TrialRunner(String refusal) throws IOException {
    this.refusal = refusal;
    this.server =
        InProcessServerBuilder.forName(name)
            .intercept(new WorkerIds())
            .addService(new Control())
            .addService(new Provision())
            .build()
            .start();
  }

  ApiServiceDescriptor endpoint() {
    return ApiServiceDescriptor.newBuilder().setUrl(name).build();
  }

  WorkerRequest request(String id, PipelineOptions options) {
    ApiServiceDescriptor all = endpoint();
    return new WorkerRequest(
        id, environment(), new WorkerRequest.Endpoints(all, all, all, all), options);
  }

  WorkerRequest request(String id) {
    return request(id, PipelineOptionsFactory.create());
  }

  static RunnerApi.Environment environment() {
    return RunnerApi.Environment.newBuilder().setUrn(new EmbeddedEnvironment().urn()).build();
  }

  /** The id of the next worker that connects. */
  String awaitConnection() throws InterruptedException {
    String id = connections.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return id == null ? "none" : id;
  }

  /** The workers whose control stream is open. */
  List<String> connected() {
    return List.copyOf(connected.keySet());
  }

  void send(String worker, InstructionRequest instruction) {
    control(worker).onNext(instruction);
  }

  void complete(String worker) {
    control(worker).onCompleted();
  }

  private StreamObserver<InstructionRequest> control(String worker) {
    StreamObserver<InstructionRequest> control = connected.get(worker);
    if (control == null) {
      throw new IllegalStateException("No worker " + worker + " is connected: " + connected);
    }
    return control;
  }

  InstructionResponse awaitResponse() throws InterruptedException {
    InstructionResponse response = responses.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (response == null) {
      throw new IllegalStateException("No response within " + PATIENCE);
    }
    return response;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Control extends BeamFnControlImplBase {
    @Override
    public StreamObserver<InstructionResponse> control(
        StreamObserver<InstructionRequest> requests) {
      String worker = WORKER.get();
      if (!refusal.isEmpty()) {
        requests.onError(Status.INTERNAL.withDescription(refusal).asException());
      }
      connected.put(worker, requests);
      connections.add(worker);
      return new StreamObserver<>() {
        @Override
        public void onNext(InstructionResponse response) {
          responses.add(response);
        }

        @Override
        public void onError(Throwable failure) {
          connected.remove(worker);
        }

        @Override
        public void onCompleted() {
          connected.remove(worker);
        }
      };
    }
  }

  private static final class Provision extends ProvisionServiceImplBase {
    @Override
    public void getProvisionInfo(
        GetProvisionInfoRequest request, StreamObserver<GetProvisionInfoResponse> observer) {
      observer.onNext(
          GetProvisionInfoResponse.newBuilder().setInfo(ProvisionInfo.newBuilder()).build());
      observer.onCompleted();
    }
  }

  /** Each call says which worker it is from. */
  private static final class WorkerIds implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String id = headers.get(WORKER_HEADER);
      Context context = Context.current().withValue(WORKER, id == null ? "unknown" : id);
      return Contexts.interceptCall(context, call, headers, next);
    }
  }
}

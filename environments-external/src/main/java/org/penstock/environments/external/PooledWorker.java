package org.penstock.environments.external;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.model.fnexecution.v1.BeamFnApi;
import org.apache.beam.model.fnexecution.v1.BeamFnExternalWorkerPoolGrpc;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.fn.channel.ManagedChannelFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.penstock.environments.external.ExternalEnvironment.Timeouts;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.WorkerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A worker that a worker pool has started and has to stop. The pool tells no more of it. */
final class PooledWorker implements SdkWorker {
  private static final Logger LOG = LoggerFactory.getLogger(ExternalEnvironment.class);

  /** How long a start that nobody wants any more may go on, so that the worker can be stopped. */
  private static final long UNWANTED_START_SECONDS = 5;

  private final String id;
  private final String address;
  private final ManagedChannel channel;
  private final Timeouts timeouts;
  private boolean closed;

  private PooledWorker(String id, String address, ManagedChannel channel, Timeouts timeouts) {
    this.id = id;
    this.address = address;
    this.channel = channel;
    this.timeouts = timeouts;
  }

  /**
   * Asks the pool for a worker.
   *
   * @throws IOException if it can't be asked, or has none
   * @throws InterruptedException if the thread was interrupted; the worker is stopped then
   */
  static SdkWorker start(
      WorkerRequest request, RunnerApi.ExternalPayload payload, Timeouts timeouts)
      throws IOException, InterruptedException {
    PooledWorker worker =
        new PooledWorker(
            request.workerId(),
            payload.getEndpoint().getUrl(),
            ManagedChannelFactory.createDefault().forDescriptor(payload.getEndpoint()),
            timeouts);
    BeamFnApi.StartWorkerRequest start =
        BeamFnApi.StartWorkerRequest.newBuilder()
            .setWorkerId(request.workerId())
            .setControlEndpoint(request.endpoints().control())
            .setLoggingEndpoint(request.endpoints().logging())
            .setArtifactEndpoint(request.endpoints().artifact())
            .setProvisionEndpoint(request.endpoints().provision())
            .putAllParams(payload.getParamsMap())
            .build();
    worker.start(start);
    return worker;
  }

  private void start(BeamFnApi.StartWorkerRequest request)
      throws IOException, InterruptedException {
    Future<BeamFnApi.StartWorkerResponse> answer =
        BeamFnExternalWorkerPoolGrpc.newFutureStub(channel)
            .withDeadlineAfter(timeouts.start().toMillis(), TimeUnit.MILLISECONDS)
            .startWorker(request);
    String error;
    try {
      error = answer.get().getError();
    } catch (InterruptedException e) {
      stopWhatMayHaveStarted(answer);
      throw e;
    } catch (ExecutionException e) {
      Status status = Status.fromThrowable(e);
      if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
        // The pool may have been about to start it.
        close();
      } else {
        shutDown();
      }
      throw new IOException(failure(status), e.getCause());
    }
    if (!error.isEmpty()) {
      shutDown();
      throw new IOException(
          "The worker pool at " + address + " did not start worker " + id + ": " + error);
    }
    LOG.info("The worker pool at {} has started worker {}", address, id);
  }

  /** A stop that overtook its start would leave a worker behind, so the start is waited for. */
  private void stopWhatMayHaveStarted(Future<?> answer) {
    try {
      answer.get(UNWANTED_START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("The start of worker {} was given up: {}", id, e.toString());
    } catch (InterruptedException e) {
      // The caller is on its way to tell of an interrupt already.
      LOG.debug("The start of worker {} was given up", id);
    }
    close();
  }

  private String failure(Status status) {
    String what = "The worker pool at " + address;
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          what
              + " cannot be reached to start worker "
              + id
              + " ("
              + reason(status)
              + "). Start one there, such as 'python -m"
              + " apache_beam.runners.worker.worker_pool_main --service_port=PORT', under an"
              + " address that all machines that run tasks can reach; with LOOPBACK the program"
              + " that submitted the pipeline has to go on running, on the same machine.";
      case DEADLINE_EXCEEDED ->
          what + " did not answer within " + timeouts.start() + " to start worker " + id + ".";
      case UNIMPLEMENTED ->
          "What listens at "
              + address
              + " is no worker pool: it does not know StartWorker ("
              + reason(status)
              + "). Give the address of one, not that of the job server or of a worker.";
      default -> what + " failed to start worker " + id + ": " + reason(status);
    };
  }

  private static String reason(Status status) {
    StringBuilder text = new StringBuilder(status.getCode().name());
    if (status.getDescription() != null) {
      text.append(": ").append(status.getDescription());
    }
    if (status.getCause() != null) {
      text.append(": ").append(status.getCause().getMessage());
    }
    return text.toString();
  }

  /** A pool does not tell when a worker has ended. */
  @Override
  public synchronized boolean isAlive() {
    return !closed;
  }

  @Override
  public String lastOutput() {
    return "";
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // A blocking call is cancelled at once by an interrupt, and the worker would stay.
    boolean interrupted = Thread.interrupted();
    try {
      String error =
          BeamFnExternalWorkerPoolGrpc.newBlockingStub(channel)
              .withDeadlineAfter(timeouts.stop().toMillis(), TimeUnit.MILLISECONDS)
              .stopWorker(BeamFnApi.StopWorkerRequest.newBuilder().setWorkerId(id).build())
              .getError();
      if (!error.isEmpty()) {
        LOG.warn("The worker pool at {} did not stop worker {}: {}", address, id, error);
      }
    } catch (StatusRuntimeException e) {
      // A client with workers of its own may have ended before its job's last worker was closed.
      boolean gone = e.getStatus().getCode() == Status.Code.UNAVAILABLE;
      LOG.atLevel(gone ? Level.INFO : Level.WARN)
          .log(
              "The worker pool at {} cannot be asked to stop worker {}: {}",
              address,
              id,
              reason(e.getStatus()));
    }
    shutDown();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void shutDown() {
    // No call is open any more, so there is nothing to wait for.
    channel.shutdownNow();
  }
}

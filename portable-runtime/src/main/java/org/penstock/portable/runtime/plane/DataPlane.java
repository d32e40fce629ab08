package org.penstock.portable.runtime.plane;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.Elements;
import org.apache.beam.model.fnexecution.v1.BeamFnDataGrpc;
import org.apache.beam.sdk.fn.server.FnService;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ServerCallStreamObserver;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * The data stream of one stage. Sending never blocks: what the worker does not take yet is queued,
 * and the sender is told how much that is. Receiving is limited: the worker may be only some
 * messages ahead of the task.
 *
 * <p>Beam's {@code GrpcDataService} blocks the sender, who must answer the worker's state requests
 * meanwhile; and it is shared by the stages of a worker, so that one which is slow holds up all.
 */
final class DataPlane extends BeamFnDataGrpc.BeamFnDataImplBase implements FnService {
  /** Messages that may be under way; each is about a megabyte at most. */
  private static final int MESSAGES_AHEAD = 8;

  private final Consumer<Elements> receiver;
  private final Runnable sent;
  private final Queue<Elements> waiting = new ArrayDeque<>();
  private @Nullable ServerCallStreamObserver<Elements> worker;
  private long waitingBytes;
  private boolean closed;

  /**
   * @param receiver takes what the worker sends, on a thread of gRPC
   * @param sent called when something that had to wait was sent
   */
  DataPlane(Consumer<Elements> receiver, Runnable sent) {
    this.receiver = receiver;
    this.sent = sent;
  }

  @Override
  public StreamObserver<Elements> data(StreamObserver<Elements> responses) {
    ServerCallStreamObserver<Elements> call = (ServerCallStreamObserver<Elements>) responses;
    call.disableAutoRequest();
    call.setOnReadyHandler(this::pump);
    // Without it a message to a worker that has gone is an exception.
    call.setOnCancelHandler(() -> {});
    synchronized (this) {
      worker = call;
    }
    call.request(MESSAGES_AHEAD);
    pump();
    return new FromWorker(call);
  }

  /** Sends a message, at once or when the worker is ready. */
  void send(Elements elements) {
    synchronized (this) {
      waiting.add(elements);
      waitingBytes += elements.getSerializedSize();
    }
    pump();
  }

  /** How many bytes the worker has not taken yet. */
  synchronized long backlog() {
    return waitingBytes;
  }

  /** Lets the worker send one more message; to be called for each one that was worked on. */
  void received() {
    ServerCallStreamObserver<Elements> call;
    synchronized (this) {
      call = worker;
    }
    if (call != null) {
      call.request(1);
    }
  }

  /** Forgets what was not sent. */
  synchronized void clear() {
    waiting.clear();
    waitingBytes = 0;
  }

  private void pump() {
    boolean some = false;
    synchronized (this) {
      ServerCallStreamObserver<Elements> call = worker;
      while (call != null && !closed && !waiting.isEmpty() && call.isReady()) {
        Elements next = waiting.remove();
        waitingBytes -= next.getSerializedSize();
        call.onNext(next);
        some = true;
      }
    }
    if (some) {
      sent.run();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      ServerCallStreamObserver<Elements> call = worker;
      if (call != null && !call.isCancelled()) {
        call.onCompleted();
      }
    }
  }

  private final class FromWorker implements StreamObserver<Elements> {
    private final ServerCallStreamObserver<Elements> call;

    FromWorker(ServerCallStreamObserver<Elements> call) {
      this.call = call;
    }

    @Override
    public void onNext(Elements elements) {
      receiver.accept(elements);
    }

    @Override
    public void onError(Throwable failure) {
      forget();
    }

    @Override
    public void onCompleted() {
      if (forget()) {
        call.onCompleted();
      }
    }

    /** What is sent from now on waits for another stream; whether this side is still open. */
    private boolean forget() {
      synchronized (DataPlane.this) {
        if (worker == call) {
          worker = null;
        }
        return !closed && !call.isCancelled();
      }
    }
  }
}

package org.penstock.portable.runtime;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.Elements;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.plane.Inbox;
import org.penstock.portable.runtime.plane.StagePlane;
import org.penstock.portable.runtime.plane.StateCall;
import org.penstock.portable.runtime.worker.SdkWorkers;
import org.penstock.portable.runtime.worker.Worker;
import org.penstock.portable.runtime.worker.WorkerDemand;
import org.penstock.portable.runtime.worker.WorkerLease;
import org.penstock.spi.StepException;

/** A stage's worker, and all that goes to and fro. What comes is handed over to the inbox. */
final class StageConnection implements AutoCloseable {
  private static final long WATCH_MILLIS = 1_000;

  private final PortableStageSpec spec;
  private final Inbox inbox;
  private final WorkerLease lease;
  private final StagePlane plane;
  private final StageLayout layout;
  private final Runnable watcher;

  private StageConnection(
      PortableStageSpec spec,
      Inbox inbox,
      WorkerLease lease,
      StagePlane plane,
      StageLayout layout) {
    this.spec = spec;
    this.inbox = inbox;
    this.lease = lease;
    this.plane = plane;
    this.layout = layout;
    this.watcher = () -> inbox.post(this::checkWorker);
    worker().watch(watcher);
  }

  /** Who gets what comes, on the task's thread. */
  interface Receiver {
    void elements(Elements elements) throws Exception;

    void state(StateCall call) throws Exception;
  }

  /**
   * Opens the connection; starts a worker if there is none.
   *
   * @param groups keeps what is too large for a message; null if the worker cannot ask for it
   */
  static StageConnection open(
      PortableStageSpec spec,
      PortableStageContext context,
      Inbox inbox,
      Receiver receiver,
      @Nullable KeptGroups groups)
      throws IOException, InterruptedException {
    WorkerLease lease =
        SdkWorkers.acquire(
            new WorkerDemand(
                context.jobId(),
                spec.environment(),
                context.subtask(),
                context.options(),
                context.userCodeLoader()));
    try {
      return open(spec, inbox, receiver, lease, groups);
    } catch (IOException | RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  private static StageConnection open(
      PortableStageSpec spec,
      Inbox inbox,
      Receiver receiver,
      WorkerLease lease,
      @Nullable KeptGroups groups)
      throws IOException {
    Worker worker = lease.worker();
    StagePlane plane =
        StagePlane.open(
            worker.servers(),
            new StagePlane.Receivers(
                elements -> inbox.post(() -> receiver.elements(elements)),
                call -> inbox.post(() -> receiver.state(call)),
                inbox::wake));
    try {
      StageLayout layout =
          StageLayout.of(spec, "stage-" + worker.nextInstruction(), plane.endpoint(), groups);
      worker.control().registerProcessBundleDescriptor(layout.descriptor());
      return new StageConnection(spec, inbox, lease, plane, layout);
    } catch (IOException | RuntimeException | Error e) {
      plane.close();
      throw e;
    }
  }

  private Worker worker() {
    return lease.worker();
  }

  StageLayout layout() {
    return layout;
  }

  StagePlane plane() {
    return plane;
  }

  String nextInstruction() {
    return worker().nextInstruction();
  }

  /** What is done with the answer to an instruction, on the task's thread. */
  @FunctionalInterface
  interface Answer {
    void take(@Nullable InstructionResponse response, @Nullable Throwable failure) throws Exception;
  }

  /** Sends an instruction; its id may be left out. */
  void instruct(InstructionRequest.Builder request, Answer answer) {
    if (request.getInstructionId().isEmpty()) {
      request.setInstructionId(nextInstruction());
    }
    CompletionStage<InstructionResponse> response;
    try {
      response = worker().control().handle(request.build());
    } catch (RuntimeException e) {
      // Its control stream is closed.
      inbox.post(() -> answer.take(null, e));
      return;
    }
    var unused =
        response.whenComplete((one, failure) -> inbox.post(() -> answer.take(one, failure)));
  }

  /**
   * Sends an instruction whose answer nobody waits for; to a worker that has gone, does nothing.
   */
  void tell(InstructionRequest.Builder request) {
    if (worker().usable()) {
      try {
        var unused = worker().control().handle(request.setInstructionId(nextInstruction()).build());
      } catch (RuntimeException e) {
        if (worker().usable()) {
          throw e;
        }
      }
    }
  }

  /** Waits until there is something in the inbox, and works on it; looks after the worker. */
  void await() throws Exception {
    await(WATCH_MILLIS);
  }

  /** The same, but waits no longer than that many milliseconds. */
  void await(long milliseconds) throws Exception {
    inbox.await(Math.min(milliseconds, WATCH_MILLIS));
    checkWorker();
  }

  /**
   * @throws WorkerException if the worker has ended
   */
  void checkWorker() throws InterruptedException {
    if (!worker().usable()) {
      throw worker().death(null);
    }
  }

  /** What a failed instruction means: the user's code has failed, or the worker is gone. */
  RuntimeException failure(Throwable failure) throws InterruptedException {
    Optional<String> error = Worker.sdkError(failure);
    return error.isPresent()
        ? new StepException(spec.name(), new SdkException(error.get()))
        : worker().death(failure);
  }

  @Override
  public void close() {
    worker().unwatch(watcher);
    try {
      plane.close();
    } finally {
      lease.close();
    }
  }
}

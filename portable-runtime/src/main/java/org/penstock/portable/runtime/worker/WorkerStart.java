package org.penstock.portable.runtime.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.HarnessMonitoringInfosRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
import org.apache.beam.sdk.fn.server.ServerFactory;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.WorkerException;
import org.penstock.spi.SdkWorker;

/**
 * A worker that was started, but has not answered yet.
 *
 * @param patienceMillis how long it may take until it answers
 */
record WorkerStart(
    WorkerKey key,
    String id,
    ServerFactory servers,
    WorkerServer server,
    SdkWorker process,
    long patienceMillis) {
  private static final long POLL_MILLIS = 100;
  private static final long FIRST_ANSWER_MILLIS = 20;
  private static final long LONGEST_ANSWER_MILLIS = 1_000;

  /**
   * Waits until the worker has connected and answers.
   *
   * @return takes its instructions
   * @throws WorkerException if it has ended before, or takes too long
   */
  InstructionRequestHandler await(CompletableFuture<InstructionRequestHandler> connection)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    InstructionRequestHandler control = await(connection, POLL_MILLIS);
    while (control == null) {
      check(deadline, "connect");
      control = await(connection, POLL_MILLIS);
    }
    greet(control, deadline);
    return control;
  }

  /**
   * Asks something harmless until it is answered. The Java harness works on instructions a moment
   * before it is able to answer any, for its control client takes them while it is still being
   * made: an answer of that moment is lost without a trace, and who asked would wait forever.
   */
  private void greet(InstructionRequestHandler control, long deadline) throws InterruptedException {
    // Always the same id: a question without an answer makes the end of the connection an error.
    InstructionRequest greeting =
        InstructionRequest.newBuilder()
            .setInstructionId("greeting")
            .setHarnessMonitoringInfos(HarnessMonitoringInfosRequest.getDefaultInstance())
            .build();
    long wait = FIRST_ANSWER_MILLIS;
    while (await(ask(control, greeting), wait) == null) {
      check(deadline, "answer");
      wait = Math.min(2 * wait, LONGEST_ANSWER_MILLIS);
    }
  }

  /** What is asked; any answer is good, that of an SDK which does not know the question too. */
  private CompletableFuture<?> ask(InstructionRequestHandler control, InstructionRequest greeting) {
    CompletableFuture<InstructionResponse> answer;
    try {
      answer = control.handle(greeting).toCompletableFuture();
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
    return answer.exceptionallyCompose(
        failure ->
            Worker.sdkError(failure).isPresent()
                ? CompletableFuture.completedFuture(InstructionResponse.getDefaultInstance())
                : CompletableFuture.failedFuture(failure));
  }

  private <T> @Nullable T await(CompletableFuture<T> future, long millis)
      throws InterruptedException {
    try {
      return future.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new WorkerException(
          "The SDK worker " + id + " (" + key + ") is not there any more" + Worker.output(process),
          e);
    }
  }

  private void check(long deadline, String action) {
    if (!process.isAlive()) {
      throw new WorkerException(
          String.format(
              "The SDK worker %s (%s) has ended before it could %s%s",
              id, key, action, Worker.output(process)),
          null);
    }
    if (System.nanoTime() >= deadline) {
      throw new WorkerException(
          String.format(
              "The SDK worker %s (%s) did not %s within %d ms (--sdkWorkerStartTimeoutMillis)%s",
              id, key, action, patienceMillis, Worker.output(process)),
          null);
    }
  }
}

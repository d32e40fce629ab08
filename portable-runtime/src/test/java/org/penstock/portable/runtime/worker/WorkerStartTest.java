package org.penstock.portable.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
import org.apache.beam.sdk.fn.server.InProcessServerFactory;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.penstock.portable.runtime.WorkerException;
import org.penstock.spi.SdkWorker;

final class WorkerStartTest {
  private boolean alive = true;

  @Test
  void aWorkerWhoseFirstAnswersAreLostIsAskedAgain() throws Exception {
    Questions questions = new Questions(3, CompletableFuture.completedFuture(response()));

    assertThat(await(questions, 60_000)).isSameAs(questions);
    assertThat(questions.asked).isEqualTo(3);
    // Of one that is never answered Beam's control client makes an error when it is closed.
    assertThat(questions.ids).hasSize(1);
  }

  @Test
  void aWorkerThatDoesNotKnowTheQuestionHasAnswered() throws Exception {
    Questions questions =
        new Questions(
            1,
            CompletableFuture.failedFuture(
                new RuntimeException(
                    "Error received from SDK harness for instruction greeting: what?")));

    assertThat(await(questions, 60_000)).isSameAs(questions);
  }

  @Test
  void aWorkerThatNeverAnswersIsGivenUp() {
    Questions questions = new Questions(Integer.MAX_VALUE, new CompletableFuture<>());

    assertThatThrownBy(() -> await(questions, 200))
        .isInstanceOf(WorkerException.class)
        .hasMessageContaining("did not answer within 200 ms (--sdkWorkerStartTimeoutMillis)")
        .hasMessageContaining("its last words");
  }

  @Test
  void aWorkerThatEndsBeforeItAnswersIsNotWaitedFor() {
    alive = false;

    assertThatThrownBy(
            () -> await(new Questions(Integer.MAX_VALUE, new CompletableFuture<>()), 60_000))
        .isInstanceOf(WorkerException.class)
        .hasMessageContaining("has ended before it could answer")
        .hasMessageContaining("its last words");
  }

  @Test
  void aConnectionThatBreaksIsAnError() {
    Questions questions =
        new Questions(1, CompletableFuture.failedFuture(new IllegalStateException("closed")));

    assertThatThrownBy(() -> await(questions, 60_000))
        .isInstanceOf(WorkerException.class)
        .hasMessageContaining("is not there any more")
        .hasMessageContaining("its last words")
        .hasStackTraceContaining("closed");
  }

  private InstructionRequestHandler await(Questions questions, long patienceMillis)
      throws Exception {
    RunnerApi.Environment environment =
        RunnerApi.Environment.newBuilder().setUrn("beam:env:test:v1").build();
    WorkerDemand demand =
        new WorkerDemand(
            "job", environment, 0, PipelineOptionsFactory.create(), getClass().getClassLoader());
    WorkerKey key = new WorkerKey("job", environment, 0, null);
    InProcessServerFactory servers = InProcessServerFactory.create();
    try (WorkerServer server =
        WorkerServer.start("id", key, demand, servers, (worker, client) -> {})) {
      return new WorkerStart(key, "id", servers, server, new FakeWorker(), patienceMillis)
          .await(CompletableFuture.completedFuture(questions));
    }
  }

  private static InstructionResponse response() {
    return InstructionResponse.getDefaultInstance();
  }

  private final class FakeWorker implements SdkWorker {
    @Override
    public boolean isAlive() {
      return alive;
    }

    @Override
    public String lastOutput() {
      return "its last words";
    }

    @Override
    public void close() {}
  }

  /** Answers one of the questions, and leaves those before it open. */
  private static final class Questions implements InstructionRequestHandler {
    private final int answered;
    private final CompletableFuture<InstructionResponse> answer;
    private final Set<String> ids = new HashSet<>();
    private int asked;

    Questions(int answered, CompletableFuture<InstructionResponse> answer) {
      this.answered = answered;
      this.answer = answer;
    }

    @Override
    public CompletionStage<InstructionResponse> handle(InstructionRequest request) {
      ids.add(request.getInstructionId());
      asked++;
      return asked < answered ? new CompletableFuture<>() : answer;
    }

    @Override
    public void registerProcessBundleDescriptor(ProcessBundleDescriptor descriptor) {}

    @Override
    public void close() {}
  }
}

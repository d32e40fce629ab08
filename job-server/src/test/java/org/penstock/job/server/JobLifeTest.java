package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JobLifeTest {
  private static JobServer server;
  private TestClient client;

  @BeforeAll
  static void startServer() throws IOException {
    server =
        JobServer.start(
            JobServerSettings.defaults().with(JobServerSettings.Limits.defaults().withHistory(3)));
  }

  @AfterAll
  static void closeServer() {
    server.close();
  }

  @BeforeEach
  void connect() {
    client = new TestClient(server);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void runsAPipeline() {
    String job = client.run(Pipelines.counting());

    assertThat(client.await(job)).isEqualTo(JobState.Enum.DONE);
    assertThat(client.state(job)).isEqualTo(JobState.Enum.DONE);
  }

  @Test
  void tellsTheMetrics() {
    String job = client.run(Pipelines.counting());
    client.await(job);

    JobApi.MetricResults metrics =
        client
            .jobs()
            .getJobMetrics(JobApi.GetJobMetricsRequest.newBuilder().setJobId(job).build())
            .getMetrics();

    assertThat(metrics.getAttemptedList()).isEqualTo(metrics.getCommittedList());
    assertThat(metrics.getCommittedList())
        .filteredOn(info -> "seen".equals(info.getLabelsOrDefault("NAME", "")))
        .singleElement()
        .satisfies(
            info -> {
              assertThat(info.getUrn()).isEqualTo("beam:metric:user:sum_int64:v1");
              assertThat(info.getLabelsMap()).containsEntry("NAMESPACE", "test");
              assertThat(info.getPayload().toByteArray()).containsExactly(3);
            });
    assertThat(metrics.getCommittedList()).extracting(MonitoringInfo::getUrn).isNotEmpty();
  }

  @Test
  void streamsThatAreAskedForBeforeRunGoOnUntilTheEnd() {
    String preparation = client.prepare(Pipelines.counting()).getPreparationId();
    Iterator<JobApi.JobStateEvent> states = client.states(preparation);
    Iterator<JobApi.JobMessagesResponse> messages = client.messages(preparation);
    assertThat(states.next().getState()).isEqualTo(JobState.Enum.STOPPED);

    String job = client.run(preparation);

    assertThat(job).isEqualTo(preparation);
    List<JobState.Enum> seen = new ArrayList<>();
    states.forEachRemaining(event -> seen.add(event.getState()));
    assertThat(seen)
        .containsExactly(JobState.Enum.STARTING, JobState.Enum.RUNNING, JobState.Enum.DONE);
    List<JobState.Enum> amongMessages = new ArrayList<>();
    messages.forEachRemaining(
        one -> {
          if (one.hasStateResponse()) {
            amongMessages.add(one.getStateResponse().getState());
          }
        });
    assertThat(amongMessages)
        .containsExactly(
            JobState.Enum.STOPPED,
            JobState.Enum.STARTING,
            JobState.Enum.RUNNING,
            JobState.Enum.DONE);
  }

  @Test
  void aStateStreamBeginsWithThePresentState() {
    String job = client.run(Pipelines.counting());
    client.await(job);

    Iterator<JobApi.JobStateEvent> states = client.states(job);

    assertThat(states.next().getState()).isEqualTo(JobState.Enum.DONE);
    assertThat(states).isExhausted();
  }

  @Test
  void aFailureIsToldWithTheUsersTraceBeforeTheLastState() {
    String job = client.run(Pipelines.failing());

    List<JobApi.JobMessagesResponse> all = new ArrayList<>();
    client.messages(job).forEachRemaining(all::add);

    assertThat(all.get(all.size() - 1).getStateResponse().getState())
        .isEqualTo(JobState.Enum.FAILED);
    assertThat(all)
        .extracting(JobApi.JobMessagesResponse::getMessageResponse)
        .filteredOn(one -> one.getImportance() == MessageImportance.JOB_MESSAGE_ERROR)
        .singleElement()
        .satisfies(
            error ->
                assertThat(error.getMessageText())
                    .startsWith("Step Look")
                    .contains("IllegalStateException: no luck with ")
                    .contains("Pipelines$Failing.process(Pipelines.java:"));
  }

  @Test
  void aPipelineThatNobodyCanTranslateFailsWithTheReason() {
    RunnerApi.Pipeline foreign = ForeignPipeline.of("beam:env:external:v1");

    String job = client.run(client.prepare(foreign, Map.of()).getPreparationId());
    List<String> errors = new ArrayList<>();
    client
        .messages(job)
        .forEachRemaining(
            one -> {
              if (one.getMessageResponse().getImportance() == MessageImportance.JOB_MESSAGE_ERROR) {
                errors.add(one.getMessageResponse().getMessageText());
              }
            });

    assertThat(client.state(job)).isEqualTo(JobState.Enum.FAILED);
    assertThat(errors)
        .singleElement()
        .asString()
        .contains("needs the path portable-batch")
        .contains("penstock-portable-batch.jar");
  }

  @Test
  void aJobThatRunsCanBeCancelled() {
    String job = client.run(Pipelines.endless());
    client.await(job, JobState.Enum.RUNNING);

    assertThat(client.cancel(job)).isIn(JobState.Enum.CANCELLING, JobState.Enum.CANCELLED);

    assertThat(client.await(job)).isEqualTo(JobState.Enum.CANCELLED);
    assertThat(client.cancel(job)).isEqualTo(JobState.Enum.CANCELLED);
  }

  @Test
  void aJobCanBeCancelledWhileItIsSubmitted() {
    String job = client.run(Pipelines.endless());
    client.cancel(job);

    assertThat(client.await(job)).isEqualTo(JobState.Enum.CANCELLED);
  }

  @Test
  void aJobThatIsCancelledBeforeItIsRunCannotBeRun() {
    String preparation = client.prepare(Pipelines.counting()).getPreparationId();

    assertThat(client.cancel(preparation)).isEqualTo(JobState.Enum.CANCELLED);

    assertThat(client.await(preparation)).isEqualTo(JobState.Enum.CANCELLED);
    assertThatThrownBy(() -> client.run(preparation))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("was run or cancelled before");
  }

  @Test
  void aJobThatTakesTooLongIsCancelled() {
    String job =
        client.run(
            client
                .prepare(
                    Pipelines.endless(),
                    Map.of(
                        "parallelism", TestClient.text("1"),
                        "path", TestClient.text("classic-batch"),
                        "job_timeout_millis", TestClient.text("500")))
                .getPreparationId());

    StringBuilder messages = new StringBuilder();
    client
        .messages(job)
        .forEachRemaining(one -> messages.append(one.getMessageResponse().getMessageText()));

    assertThat(client.state(job)).isEqualTo(JobState.Enum.CANCELLED);
    assertThat(messages).contains("did not end within 500 ms");
  }

  @Test
  void aJobRunsOnce() {
    String job = client.run(Pipelines.endless());

    assertThatThrownBy(() -> client.run(job)).hasMessageContaining("FAILED_PRECONDITION");

    client.cancel(job);
    client.await(job);
  }

  @Test
  void manyJobsRunAtOnce() {
    List<String> endless = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      endless.add(client.run(Pipelines.endless()));
    }
    endless.forEach(job -> client.await(job, JobState.Enum.RUNNING));

    assertThat(client.await(client.run(Pipelines.counting()))).isEqualTo(JobState.Enum.DONE);
    assertThat(client.await(client.run(Pipelines.failing()))).isEqualTo(JobState.Enum.FAILED);

    assertThat(endless).allMatch(job -> client.state(job) == JobState.Enum.RUNNING);
    assertThat(client.listed()).containsAll(endless);
    endless.forEach(client::cancel);
    assertThat(endless).allMatch(job -> client.await(job) == JobState.Enum.CANCELLED);
  }

  @Test
  void onlyTheLastJobsThatEndedStayListed() throws IOException {
    try (JobServer own =
            JobServer.start(
                JobServerSettings.defaults()
                    .with(JobServerSettings.Limits.defaults().withHistory(3)));
        TestClient there = new TestClient(own)) {
      List<String> jobs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String job = there.prepare(Pipelines.counting()).getPreparationId();
        there.cancel(job);
        jobs.add(job);
      }

      assertThat(there.listed()).containsExactlyInAnyOrderElementsOf(jobs.subList(1, 4));
      assertThatThrownBy(() -> there.state(jobs.get(0)))
          .hasMessageContaining("NOT_FOUND")
          .hasMessageContaining("There is no job '" + jobs.get(0) + "'");
    }
  }

  @Test
  void aJobThatIsNotThereIsNotFound() {
    assertThatThrownBy(() -> client.state("[fake]"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    assertThatThrownBy(() -> client.messages("[fake]").hasNext()).hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> client.run("[fake]")).hasMessageContaining("NOT_FOUND");
  }

  @Test
  void givesThePipelineBack() {
    RunnerApi.Pipeline sent = Pipelines.counting();
    String job = client.prepare(sent).getPreparationId();

    RunnerApi.Pipeline kept =
        client
            .jobs()
            .getPipeline(JobApi.GetJobPipelineRequest.newBuilder().setJobId(job).build())
            .getPipeline();

    assertThat(kept).isEqualTo(sent);
  }
}

package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry.Severity;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.junit.jupiter.api.Test;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.job.server.artifact.JobArtifacts;

final class WorkerMessagesTest {
  private final Job job =
      new Job(
          new Job.Prepared(
              "id",
              Struct.getDefaultInstance(),
              PipelineOptionsFactory.as(PenstockPipelineOptions.class),
              new JobArtifacts(Path.of("nowhere"), Map.of())),
          ForeignPipeline.of("beam:env:external:v1"),
          10_000);
  private final Deque<Runnable> work = new ArrayDeque<>();

  private WorkerMessages messages(WorkerLogLevel least) {
    return new WorkerMessages(job, least, work::add);
  }

  private static LogEntry entry(Severity.Enum severity, String text) {
    return LogEntry.newBuilder().setSeverity(severity).setMessage(text).build();
  }

  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (Map.Entry<Long, JobApi.JobMessagesResponse> event = job.events().after(-1);
        event != null;
        event = job.events().after(event.getKey())) {
      if (event.getValue().hasMessageResponse()) {
        JobApi.JobMessage message = event.getValue().getMessageResponse();
        told.add(message.getImportance() + " " + message.getMessageText());
      }
    }
    return told;
  }

  @Test
  void levelsBecomeImportances() {
    try (WorkerMessages messages = messages(WorkerLogLevel.DEBUG)) {
      for (Severity.Enum severity : Severity.Enum.values()) {
        if (severity != Severity.Enum.UNRECOGNIZED) {
          messages.take(entry(severity, severity.name()));
        }
      }
    }

    assertThat(told())
        .containsExactly(
            "JOB_MESSAGE_BASIC UNSPECIFIED",
            "JOB_MESSAGE_DEBUG TRACE",
            "JOB_MESSAGE_DETAILED DEBUG",
            "JOB_MESSAGE_BASIC INFO",
            "JOB_MESSAGE_BASIC NOTICE",
            "JOB_MESSAGE_WARNING WARN",
            "JOB_MESSAGE_ERROR ERROR",
            "JOB_MESSAGE_ERROR CRITICAL");
  }

  @Test
  void onlyWhatIsAskedForIsTold() {
    try (WorkerMessages messages = messages(WorkerLogLevel.WARN)) {
      messages.take(entry(Severity.Enum.INFO, "one"));
      messages.take(entry(Severity.Enum.WARN, "two"));
    }
    try (WorkerMessages messages = messages(WorkerLogLevel.OFF)) {
      messages.take(entry(Severity.Enum.CRITICAL, "three"));
    }

    assertThat(told()).containsExactly("JOB_MESSAGE_WARNING two");
  }

  @Test
  void theStepIsNamedAndTheTraceIsThere() {
    LogEntry entry =
        entry(Severity.Enum.ERROR, "too bad").toBuilder()
            .setTransformId("pardo")
            .setTrace("Traceback")
            .build();
    try (WorkerMessages messages = messages(WorkerLogLevel.WARN)) {
      messages.take(entry);
      messages.take(entry.toBuilder().setTransformId("unknown").clearTrace().build());
    }

    assertThat(told())
        .containsExactly(
            "JOB_MESSAGE_ERROR Look: too bad\nTraceback", "JOB_MESSAGE_ERROR unknown: too bad");
  }

  @Test
  void aWorkerNeverWaitsAndWhatIsTooMuchIsCounted() {
    try (WorkerMessages messages = messages(WorkerLogLevel.WARN)) {
      // Nobody passes them on meanwhile.
      for (int i = 0; i < 1_005; i++) {
        messages.take(entry(Severity.Enum.WARN, "number " + i));
      }
      assertThat(told()).isEmpty();
      assertThat(work).hasSize(1);
      work.remove().run();
      messages.take(entry(Severity.Enum.WARN, "one more"));
    }

    assertThat(told())
        .hasSize(1_002)
        .contains("JOB_MESSAGE_WARNING number 999")
        .endsWith(
            "JOB_MESSAGE_WARNING 5 messages of workers are left out, for there were too many at"
                + " once.",
            "JOB_MESSAGE_WARNING one more");
  }

  @Test
  void whatIsTooLongIsCut() {
    try (WorkerMessages messages = messages(WorkerLogLevel.WARN)) {
      messages.take(entry(Severity.Enum.WARN, "x".repeat(10_000)));
    }

    assertThat(told())
        .singleElement()
        .asString()
        .hasSizeLessThan(9_000)
        .endsWith("x\n... 1808 characters are left out");
  }

  @Test
  void afterItsEndNothingIsTold() {
    WorkerMessages messages = messages(WorkerLogLevel.WARN);
    messages.close();

    messages.take(entry(Severity.Enum.WARN, "late"));

    assertThat(told()).isEmpty();
    assertThat(work).isEmpty();
  }

  @Test
  void aServerThatClosesDisturbsNoWorker() {
    try (WorkerMessages messages =
        new WorkerMessages(
            job,
            WorkerLogLevel.WARN,
            task -> {
              throw new RejectedExecutionException();
            })) {
      messages.take(entry(Severity.Enum.WARN, "last"));
    }

    assertThat(told()).containsExactly("JOB_MESSAGE_WARNING last");
  }
}

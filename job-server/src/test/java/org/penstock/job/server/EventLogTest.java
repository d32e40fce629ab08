package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.junit.jupiter.api.Test;

final class EventLogTest {
  private final EventLog log = new EventLog(2);

  private List<String> all() {
    List<String> texts = new ArrayList<>();
    for (Map.Entry<Long, JobApi.JobMessagesResponse> event = log.after(-1);
        event != null;
        event = log.after(event.getKey())) {
      texts.add(
          event.getValue().hasStateResponse()
              ? event.getValue().getStateResponse().getState().name()
              : event.getValue().getMessageResponse().getMessageText());
    }
    return texts;
  }

  @Test
  void theOldestMessagesGoAndTheStatesStay() {
    log.state(JobState.Enum.STOPPED, false);
    log.message(MessageImportance.JOB_MESSAGE_BASIC, "one");
    log.state(JobState.Enum.RUNNING, false);
    log.message(MessageImportance.JOB_MESSAGE_BASIC, "two");
    log.message(MessageImportance.JOB_MESSAGE_BASIC, "three");

    assertThat(all()).containsExactly("STOPPED", "RUNNING", "two", "three");
  }

  @Test
  void longMessagesGoSooner() {
    String large = "x".repeat(16 << 20);
    log.message(MessageImportance.JOB_MESSAGE_BASIC, "one");
    log.message(MessageImportance.JOB_MESSAGE_BASIC, large);
    log.message(MessageImportance.JOB_MESSAGE_BASIC, "three");

    assertThat(all()).containsExactly("three");
  }

  @Test
  void nothingComesAfterTheEnd() {
    log.state(JobState.Enum.DONE, true);
    log.message(MessageImportance.JOB_MESSAGE_BASIC, "late");
    log.state(JobState.Enum.FAILED, true);

    assertThat(all()).containsExactly("DONE");
    assertThat(log.isEnded()).isTrue();
    assertThat(log.lastState().getState()).isEqualTo(JobState.Enum.DONE);
  }

  @Test
  void listenersAreCalledUntilTheyAreForgotten() {
    List<String> calls = new ArrayList<>();
    Runnable listener = () -> calls.add("called");
    log.listen(listener);
    log.message(MessageImportance.JOB_MESSAGE_BASIC, "one");
    log.forget(listener);
    log.message(MessageImportance.JOB_MESSAGE_BASIC, "two");

    assertThat(calls).hasSize(1);
  }
}

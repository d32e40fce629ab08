package org.penstock.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry;
import org.junit.jupiter.api.Test;

final class WorkerLogsTest {
  @Test
  void aListenerGetsTheEntriesOfItsJobUntilItIsClosed() {
    List<String> heard = new ArrayList<>();
    try (var subscription = WorkerLogs.listen("mine", entry -> heard.add(entry.getMessage()))) {
      WorkerLogs.publish("mine", LogEntry.newBuilder().setMessage("hello").build());
      WorkerLogs.publish("other", LogEntry.newBuilder().setMessage("not for me").build());
      assertThat(subscription).isNotNull();
    }
    WorkerLogs.publish("mine", LogEntry.newBuilder().setMessage("too late").build());

    assertThat(heard).containsExactly("hello");
  }
}

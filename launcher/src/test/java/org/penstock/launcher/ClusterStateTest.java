package org.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterStateTest {
  private static final URI REST = URI.create("http://localhost:8081");

  private final ClusterFolder folder;

  ClusterStateTest(@TempDir Path folder) {
    this.folder = ClusterFolder.of(folder.resolve("a cluster"));
  }

  private static ClusterProcess self() {
    ProcessHandle self = ProcessHandle.current();
    return new ClusterProcess(
        "jobmanager", self.pid(), self.info().startInstant().orElseGet(Instant::now));
  }

  @Test
  void whatIsSavedIsFoundUntilItIsCleared() throws IOException {
    assertThat(folder.state()).isEmpty();
    folder.make();
    ClusterState state =
        new ClusterState(
            REST,
            List.of(self(), new ClusterProcess("taskmanager-1", 7, Instant.ofEpochMilli(12345))));
    Files.writeString(Files.createDirectories(folder.temporary().resolve("deep")).resolve("f"), "");

    folder.save(state);

    ClusterState found = folder.state().orElseThrow();
    assertThat(found.rest()).isEqualTo(REST);
    assertThat(found.processes())
        .extracting(ClusterProcess::role, ClusterProcess::pid)
        .isEqualTo(
            state.processes().stream()
                .map(p -> org.assertj.core.groups.Tuple.tuple(p.role(), p.pid()))
                .toList());
    assertThat(found.running()).extracting(ClusterProcess::role).containsExactly("jobmanager");
    assertThat(found.gone()).extracting(ClusterProcess::role).containsExactly("taskmanager-1");
    folder.clear();
    assertThat(folder.state()).isEmpty();
    assertThat(folder.temporary()).doesNotExist();
    assertThat(folder.configuration()).exists();
  }

  @Test
  void anotherProcessWithTheSameIdIsNotTakenForOurs() {
    ClusterProcess self = self();
    assertThat(self.alive()).isTrue();
    Instant before = self.start().minus(Duration.ofHours(1));
    assertThat(new ClusterProcess(self.role(), self.pid(), before).alive()).isFalse();
  }

  @Test
  void aProcessTakesThePlaceOfTheOneOfItsRole() {
    ClusterProcess old = new ClusterProcess("taskmanager-1", 7, Instant.EPOCH);
    ClusterProcess fresh = new ClusterProcess("taskmanager-1", 8, Instant.EPOCH);
    ClusterProcess other = new ClusterProcess("taskmanager-2", 9, Instant.EPOCH);
    ClusterState state = new ClusterState(REST, List.of(old, other));

    assertThat(state.with(fresh).processes()).containsExactly(fresh, other);
    assertThat(new ClusterState(REST, List.of(old)).with(other).processes())
        .containsExactly(old, other);
  }

  @Test
  void whatIsNotOursIsTold() throws IOException {
    folder.make();
    Files.writeString(folder.path().resolve("cluster.properties"), "processes=jobmanager");
    assertThatThrownBy(folder::state)
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("What runs in " + folder.path() + " is not known: ");
  }
}

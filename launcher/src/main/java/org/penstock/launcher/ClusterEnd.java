package org.penstock.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Ends processes of a cluster: asks them first. */
final class ClusterEnd {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LAST = Duration.ofSeconds(40);

  private ClusterEnd() {}

  /**
   * Ends all that run, those that were started last first, and waits for it.
   *
   * @throws LaunchException if one cannot be ended
   */
  static void of(List<ClusterProcess> processes, Console console) {
    List<ClusterProcess> backwards = new ArrayList<>(processes);
    Collections.reverse(backwards);
    backwards.forEach(process -> process.handle().ifPresent(ProcessHandle::destroy));
    Waiting waiting = new Waiting(console, "Waiting for the end of the cluster");
    waiting.until(() -> ended(backwards, waiting.elapsed()));
  }

  private static Optional<Boolean> ended(List<ClusterProcess> processes, Duration elapsed) {
    List<ClusterProcess> left = processes.stream().filter(ClusterProcess::alive).toList();
    if (left.isEmpty()) {
      return Optional.of(true);
    }
    if (elapsed.compareTo(LAST) > 0) {
      ClusterProcess first = left.get(0);
      throw LaunchException.failed(
          "The " + first.role() + ", process " + first.pid() + ", does not end, even if killed.");
    }
    if (elapsed.compareTo(PATIENCE) > 0) {
      left.forEach(process -> process.handle().ifPresent(ProcessHandle::destroyForcibly));
    }
    return Optional.empty();
  }
}

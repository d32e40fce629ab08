package org.penstock.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of a cluster.
 *
 * @param role what it does, such as jobmanager or taskmanager-2; unique within the cluster
 * @param pid its id, which the system gives to another process some time after its end
 * @param start when it was started, by which the two are told apart
 */
record ClusterProcess(String role, long pid, Instant start) {
  // The system counts in ticks since it was booted, and corrects the time of that now and then.
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  static ClusterProcess of(String role, Process process) {
    return new ClusterProcess(
        role, process.pid(), process.info().startInstant().orElseGet(Instant::now));
  }

  /** The process, if it runs. */
  Optional<ProcessHandle> handle() {
    // One that has ended and that nobody has waited for is alive to Java, but has no command.
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> handle.info().command().isPresent())
        .filter(
            handle ->
                handle
                    .info()
                    .startInstant()
                    .map(found -> Duration.between(start, found).abs().compareTo(TOLERANCE) < 0)
                    .orElse(true));
  }

  boolean alive() {
    return handle().isPresent();
  }
}

package org.penstock.conformance.sdks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The processes that one program has started, directly or not, also those whose parent is gone.
 * They are known by a variable that they inherit; where {@code /proc} is missing none is found.
 *
 * @param mark the variable's value
 */
record OwnProcesses(String mark) {
  private static final String VARIABLE = "PENSTOCK_SUITE";
  private static final Duration KILLED = Duration.ofSeconds(5);

  static OwnProcesses ofNewMark() {
    return new OwnProcesses(UUID.randomUUID().toString());
  }

  void mark(Map<String, String> environment) {
    environment.put(VARIABLE, mark);
  }

  /** Waits until there is none; what is there after that time, if anything, is the result. */
  List<String> awaitEnd(Duration time) throws InterruptedException {
    long limit = System.nanoTime() + time.toNanos();
    while (!alive().isEmpty() && System.nanoTime() < limit) {
      Thread.sleep(100);
    }
    return alive().stream().map(one -> one.pid() + " " + one.info().commandLine()).toList();
  }

  /** Kills them, and waits until they are gone. */
  void kill() throws InterruptedException {
    alive().forEach(ProcessHandle::destroyForcibly);
    awaitEnd(KILLED);
  }

  List<ProcessHandle> alive() {
    return ProcessHandle.allProcesses().filter(this::isMarked).toList();
  }

  private boolean isMarked(ProcessHandle process) {
    Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
    try {
      String text = new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1);
      return text.contains(VARIABLE + "=" + mark + "\0");
    } catch (IOException e) {
      // Gone meanwhile, or another user's.
      return false;
    }
  }
}

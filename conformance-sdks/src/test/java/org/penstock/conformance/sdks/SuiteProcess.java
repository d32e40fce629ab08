package org.penstock.conformance.sdks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that takes no longer than it may and leaves no process behind.
 *
 * @param command the program and its arguments
 * @param environment variables beside ours
 * @param log gets what it prints
 * @param limit how long it may run; then it is killed with all that it has started
 */
record SuiteProcess(
    List<String> command, Map<String, String> environment, Path log, Duration limit) {
  private static final Duration END = Duration.ofSeconds(10);

  /**
   * Runs it to its end.
   *
   * @return its exit code
   * @throws AssertionError if it takes too long, or processes outlive it; they are dead by then
   */
  int run() throws IOException, InterruptedException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    OwnProcesses own = OwnProcesses.ofNewMark();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    own.mark(builder.environment());
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(
            "Not at its end after %s: %s\n%s".formatted(limit, command, end()));
      }
      List<String> left = own.awaitEnd(END);
      if (!left.isEmpty()) {
        throw new AssertionError("Processes outlive %s: %s".formatted(command.get(0), left));
      }
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      own.kill();
    }
  }

  /** Runs it, and fails unless it ends with 0. */
  void runWell() throws IOException, InterruptedException {
    int code = run();
    if (code != 0) {
      throw new AssertionError("%s ended with %d:\n%s".formatted(command, code, end()));
    }
  }

  /** The last of what it printed. */
  String end() throws IOException {
    List<String> lines = Files.readString(log).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }
}

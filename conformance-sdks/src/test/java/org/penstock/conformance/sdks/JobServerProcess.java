package org.penstock.conformance.sdks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packed job server, as {@code java -jar} starts it, for suites that want one that runs. */
final class JobServerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration WORKERS_END = Duration.ofSeconds(10);

  private final Process process;
  private final OwnProcesses own;
  private final int port;
  private final int expansionPort;

  private JobServerProcess(Process process, OwnProcesses own, int port, int expansionPort) {
    this.process = process;
    this.own = own;
    this.port = port;
    this.expansionPort = expansionPort;
  }

  /**
   * Starts it, and waits until it takes connections.
   *
   * @param log gets what it prints
   */
  static JobServerProcess start(Path jar, Path log) throws IOException, InterruptedException {
    int port;
    int expansionPort;
    // Two at once, so that they differ.
    try (ServerSocket free = new ServerSocket(0);
        ServerSocket other = new ServerSocket(0)) {
      port = free.getLocalPort();
      expansionPort = other.getLocalPort();
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-jar",
            jar.toString(),
            "--job-port",
            Integer.toString(port),
            "--artifact-port",
            "0",
            "--expansion-port",
            Integer.toString(expansionPort));
    ProcessBuilder builder = new ProcessBuilder(command);
    OwnProcesses own = OwnProcesses.ofNewMark();
    own.mark(builder.environment());
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    JobServerProcess server = new JobServerProcess(process, own, port, expansionPort);
    long limit = System.nanoTime() + START.toNanos();
    while (!server.takesConnections()) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        server.close();
        throw new AssertionError("The job server does not start; what it says is in " + log);
      }
      Thread.sleep(100);
    }
    return server;
  }

  String endpoint() {
    return "localhost:" + port;
  }

  /** Where Java transforms are expanded. */
  String expansion() {
    return "localhost:" + expansionPort;
  }

  private boolean takesConnections() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What it has started, directly or not, and what runs still. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /**
   * Ends it.
   *
   * @throws AssertionError if it does not end, or what it has started outlives it; it is dead then
   */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("The job server does not end within 10 s of SIGTERM.");
      }
      List<String> left = own.awaitEnd(WORKERS_END);
      if (!left.isEmpty()) {
        throw new AssertionError("Processes outlive the job server: " + left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
      own.alive().forEach(ProcessHandle::destroyForcibly);
    }
  }
}

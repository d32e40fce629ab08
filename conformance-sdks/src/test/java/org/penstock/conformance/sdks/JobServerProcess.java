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

  private final Process process;
  private final int port;

  private JobServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it, and waits until it takes connections.
   *
   * @param log gets what it prints
   */
  static JobServerProcess start(Path jar, Path log) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
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
            "0");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    JobServerProcess server = new JobServerProcess(process, port);
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

  private boolean takesConnections() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("The job server does not end within 10 s of SIGTERM.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      workers.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}

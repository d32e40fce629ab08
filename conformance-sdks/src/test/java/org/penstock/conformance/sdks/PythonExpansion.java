package org.penstock.conformance.sdks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Python's expansion service, with workers in its process. */
record PythonExpansion(Process process, int port) implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);

  /**
   * Starts it, and waits until it takes connections.
   *
   * @param log gets what it prints
   */
  static PythonExpansion start(PythonSdk sdk, Path log) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                sdk.python().toString(),
                "-m",
                "apache_beam.runners.portability.expansion_service_main",
                "--port=" + port,
                "--fully_qualified_name_glob=*",
                "--serve_loopback_worker")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    PythonExpansion service = new PythonExpansion(process, port);
    long limit = System.nanoTime() + START.toNanos();
    while (!service.takesConnections()) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        service.close();
        throw new AssertionError("The service does not start; what it says is in " + log);
      }
      Thread.sleep(100);
    }
    return service;
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
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

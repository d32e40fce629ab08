package org.penstock.distribution;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JobManager and a TaskManager, each in a JVM of its own on the loopback interface. They know
 * nothing but Flink: not Beam, and nothing of ours.
 */
final class FlinkCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The jars that flink-runtime and flink-clients need, and a logger. */
  private static final Pattern OF_FLINK =
      Pattern.compile(
          "(flink|kryo|reflectasm|objenesis|minlog|snakeyaml|commons-(collections|compress|io|lang3"
              + "|text|cli|math3)|javassist|snappy-java|async-profiler|lz4-java|slf4j-api"
              + "|logback-(classic|core)|jsr305)-.*");

  /** As Flink's own distribution opens them, in its configuration. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.net",
          "java.io",
          "java.nio",
          "sun.nio.ch",
          "java.lang.reflect",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks");

  /**
   * Runs a command until it ends or standard input does: so it goes with the process that started
   * it, however that ends.
   */
  private static final String LEASH =
      "\"$@\" </dev/null & child=$!; cat >/dev/null; kill \"$child\" 2>/dev/null; wait \"$child\"";

  private final Path folder;
  private final int port;
  private final List<Process> processes = new ArrayList<>();

  private FlinkCluster(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts one and returns when the TaskManager has offered its two slots. */
  static FlinkCluster start(Installation installation) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(installation.work(), "flink cluster ");
    int[] ports = freePorts();
    configure(folder, ports[0], ports[1]);
    FlinkCluster cluster = new FlinkCluster(folder, ports[1]);
    try {
      String classPath =
          installation.jars("lib").stream()
              .filter(jar -> OF_FLINK.matcher(jar.getFileName().toString()).matches())
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator));
      cluster.launch(
          "jobmanager",
          classPath,
          "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
      cluster.launch(
          "taskmanager", classPath, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
      cluster.awaitSlots();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** Where it takes jobs, as the option {@code flinkMaster} wants it. */
  String address() {
    return "localhost:" + port;
  }

  /** What the TaskManager has logged so far. */
  String taskManagerLog() throws IOException {
    return Files.readString(folder.resolve("taskmanager.log"));
  }

  /** Ends both processes, gently if they let us. */
  @Override
  public void close() {
    for (Process process : processes) {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        // It has ended already.
      }
    }
    for (Process process : processes) {
      if (!ended(process)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void launch(String name, String classPath, String mainClass) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", LEASH, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:MaxDirectMemorySize=300m"));
    OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    command.add("-Dlogback.configurationFile=" + folder.resolve("logback.xml"));
    command.addAll(List.of("-cp", classPath, mainClass, "--configDir", folder.toString()));
    Path log = folder.resolve(name + ".log");
    processes.add(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start());
  }

  private void awaitSlots() throws InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address() + "/overview"))
            .timeout(Duration.ofSeconds(10))
            .build();
    Instant end = Instant.now().plus(PATIENCE);
    String answer = "none";
    while (Instant.now().isBefore(end)) {
      try {
        answer = http.send(request, BodyHandlers.ofString()).body();
        if (answer.contains("\"slots-total\":2")) {
          return;
        }
      } catch (IOException e) {
        answer = e.toString();
      }
      Thread.sleep(500);
    }
    throw new IllegalStateException(
        "The cluster has not come up; its last answer: " + answer + "\n" + logs());
  }

  private String logs() {
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        text.append(log.getFileName()).append(":\n").append(Files.readString(log)).append('\n');
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two at once, so that they differ. */
  private static int[] freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  private static void configure(Path folder, int rpc, int rest) throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Files.writeString(
        folder.resolve("config.yaml"),
        """
        jobmanager.rpc.address: localhost
        jobmanager.rpc.port: %d
        jobmanager.bind-host: localhost
        rest.address: localhost
        rest.bind-address: localhost
        rest.port: %d
        io.tmp.dirs: "%s"
        taskmanager.host: localhost
        taskmanager.bind-host: localhost
        taskmanager.numberOfTaskSlots: 2
        taskmanager.cpu.cores: 2
        taskmanager.memory.task.heap.size: 256m
        taskmanager.memory.task.off-heap.size: 0m
        taskmanager.memory.framework.heap.size: 128m
        taskmanager.memory.framework.off-heap.size: 128m
        taskmanager.memory.managed.size: 128m
        taskmanager.memory.network.min: 64m
        taskmanager.memory.network.max: 64m
        taskmanager.network.sort-shuffle.min-buffers: 64
        taskmanager.memory.jvm-metaspace.size: 256m
        taskmanager.memory.jvm-overhead.min: 192m
        taskmanager.memory.jvm-overhead.max: 192m
        """
            .formatted(rpc, rest, temporary));
    Files.writeString(
        folder.resolve("logback.xml"),
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%d %-5level %logger: %msg%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="out"/></root>
        </configuration>
        """);
  }
}

package org.penstock.distribution;

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
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JobManager and TaskManagers, each in a JVM of its own on the loopback interface. They know
 * nothing but Flink: not Beam, and nothing of ours.
 */
final class FlinkCluster implements AutoCloseable {
  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The jars that flink-runtime and flink-clients need, and a logger. */
  private static final Pattern OF_FLINK =
      Pattern.compile(
          "(flink|kryo|reflectasm|objenesis|minlog|snakeyaml|commons-(collections|compress|io|lang3"
              + "|text|cli|math3)|javassist|snappy-java|async-profiler|lz4-java|slf4j-api"
              + "|logback-(classic|core)|jsr305)-.*");

  private final Path folder;
  private final int port;
  private final int slots;
  private final List<Path> classPath;
  private final TaskManagers taskManagers;
  private @Nullable FlinkProcess jobManager;

  private FlinkCluster(Path folder, int port, int slots, List<Path> classPath) {
    this.folder = folder;
    this.port = port;
    this.slots = slots;
    this.classPath = classPath;
    this.taskManagers = new TaskManagers(folder, classPath);
  }

  /**
   * What one cluster has and another has not.
   *
   * @param taskManagers how many TaskManagers it starts with
   * @param slots how many slots each has
   * @param flink more of Flink's configuration
   * @param jars what is on the class path besides Flink
   */
  record Settings(int taskManagers, int slots, Map<String, String> flink, List<Path> jars) {
    static final Settings PLAIN = new Settings(1, 2, Map.of(), List.of());
  }

  /** Starts one with a TaskManager, and returns when that has offered its two slots. */
  static FlinkCluster start(Installation installation) throws IOException, InterruptedException {
    return start(installation, Settings.PLAIN);
  }

  /** Starts one and returns when all slots have been offered. */
  static FlinkCluster start(Installation installation, Settings settings)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(installation.work(), "flink cluster ");
    int[] ports = freePorts();
    configure(folder, ports[0], ports[1], settings);
    List<Path> classPath =
        Stream.concat(
                installation.jars("lib").stream()
                    .filter(jar -> OF_FLINK.matcher(jar.getFileName().toString()).matches()),
                settings.jars().stream())
            .toList();
    FlinkCluster cluster =
        new FlinkCluster(folder, ports[1], settings.taskManagers() * settings.slots(), classPath);
    try {
      cluster.launch(settings.taskManagers());
      cluster.awaitSlots();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void launch(int number) throws IOException {
    jobManager = FlinkProcess.start(folder, "jobmanager.log", classPath, JOB_MANAGER);
    for (int i = 0; i < number; i++) {
      taskManagers.start();
    }
  }

  /** Where it takes jobs, as the option {@code flinkMaster} wants it. */
  String address() {
    return "localhost:" + port;
  }

  /** Its TaskManagers. */
  TaskManagers taskManagers() {
    return taskManagers;
  }

  /** What the TaskManagers have logged so far. */
  String taskManagerLog() {
    return logs("taskmanager");
  }

  /** What all have logged so far. */
  String logs() {
    return logs("");
  }

  /** Ends all processes, gently if they let us. */
  @Override
  public void close() {
    List<FlinkProcess> processes = new ArrayList<>(taskManagers.running());
    if (jobManager != null) {
      processes.add(jobManager);
    }
    processes.forEach(FlinkProcess::release);
    processes.forEach(FlinkProcess::close);
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
        if (answer.contains("\"slots-total\":" + slots)) {
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

  private String logs(String of) {
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path log : files.filter(file -> isLog(file, of)).sorted().toList()) {
        text.append(log.getFileName()).append(":\n").append(Files.readString(log)).append('\n');
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLog(Path file, String of) {
    String name = file.getFileName().toString();
    return name.startsWith(of) && name.endsWith(".log");
  }

  /** Two at once, so that they differ. */
  private static int[] freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  private static void configure(Path folder, int rpc, int rest, Settings settings)
      throws IOException {
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
        taskmanager.numberOfTaskSlots: %d
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
                .formatted(rpc, rest, temporary, settings.slots())
            + settings.flink().entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue() + "\n")
                .collect(Collectors.joining()));
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

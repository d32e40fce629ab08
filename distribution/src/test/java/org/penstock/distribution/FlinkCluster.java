package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.penstock.distribution.Installation.Mode;
import org.penstock.distribution.Installation.Result;

/** A cluster that the command {@code penstock cluster} has started, as small as it can be. */
final class FlinkCluster implements AutoCloseable {
  /** Half of Flink's defaults, for several run at once. */
  private static final List<String> SMALL =
      List.of(
          "-D",
          "jobmanager.memory.process.size=1g",
          "-D",
          "taskmanager.memory.process.size=1200m",
          "-D",
          "taskmanager.memory.managed.size=128m",
          "-D",
          "taskmanager.memory.network.max=64m",
          "-D",
          "taskmanager.memory.network.min=64m");

  /**
   * Runs a command as soon as standard input ends: so the cluster goes with the process that
   * started it, however that ends.
   */
  private static final String LEASH = "cat >/dev/null; exec \"$@\" >/dev/null 2>&1";

  private final Installation installation;
  private final Path folder;
  private final Process leash;

  private FlinkCluster(Installation installation, Path folder, Process leash) {
    this.installation = installation;
    this.folder = folder;
    this.leash = leash;
  }

  /** Starts one TaskManager with two slots. */
  static FlinkCluster start(Installation installation) throws IOException {
    return start(installation, "--taskmanagers=1", "--slots=2");
  }

  /** Starts a cluster with these options of {@code penstock cluster start}, on any free port. */
  static FlinkCluster start(Installation installation, String... options) throws IOException {
    Path folder = Files.createTempDirectory(installation.work(), "flink cluster ");
    List<String> arguments =
        new ArrayList<>(
            List.of("cluster", "start", "--rest-port=0", "--directory=" + folder.toString()));
    arguments.addAll(SMALL);
    arguments.addAll(Arrays.asList(options));
    FlinkCluster cluster = new FlinkCluster(installation, folder, leash(installation, folder));
    installation.closeAtTheEnd(cluster);
    Result result = cluster.penstock(arguments.toArray(String[]::new));
    if (result.exitCode() != 0) {
      cluster.close();
    }
    assertThat(result.exitCode()).as(result.err()).isZero();
    return cluster;
  }

  private static Process leash(Installation installation, Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "-c",
            LEASH,
            "sh",
            installation.home().resolve("bin/penstock").toString(),
            "cluster",
            "stop",
            "--directory=" + folder);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  /** Where it takes jobs, as the option {@code flinkMaster} wants it. */
  String address() throws IOException {
    return state().getProperty("rest").replace("http://", "");
  }

  /** The folder of all that belongs to it. */
  Path folder() {
    return folder;
  }

  /** The process of this role. */
  ProcessHandle process(String role) throws IOException {
    return ProcessHandle.of(Long.parseLong(state().getProperty(role + ".pid"))).orElseThrow();
  }

  private Properties state() throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(folder.resolve("cluster.properties"))) {
      properties.load(in);
    }
    return properties;
  }

  /** What the first TaskManager has logged so far. */
  String taskManagerLog() throws IOException {
    return Files.readString(folder.resolve("log/taskmanager-1.log"));
  }

  /** Runs {@code bin/penstock}; without a cluster of its own, the user's is not looked at. */
  Result penstock(String... arguments) {
    return penstock(installation, arguments);
  }

  static Result penstock(Installation installation, String... arguments) {
    Map<String, String> environment = new HashMap<>(Mode.MODULE_PATH.environment());
    environment.put("XDG_STATE_HOME", installation.work().resolve("states").toString());
    return installation.penstock(environment, arguments);
  }

  /** Ends it. */
  @Override
  public void close() {
    try {
      leash.getOutputStream().close();
      if (!leash.waitFor(90, TimeUnit.SECONDS)) {
        leash.destroyForcibly();
      }
    } catch (IOException e) {
      // It has ended already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.penstock.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.RestOptions;
import org.jspecify.annotations.Nullable;

/** The way from a folder to a cluster that takes jobs. */
final class ClusterStart {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ClusterFolder folder;
  private final Path home;
  private final Console console;
  private @Nullable URI address;

  ClusterStart(ClusterFolder folder, Path home, Console console) {
    this.folder = folder;
    this.home = home;
    this.console = console;
  }

  /** The API of the cluster that was started. */
  FlinkRest rest() {
    if (address == null) {
      throw new IllegalStateException("nothing was started");
    }
    return new FlinkRest(address);
  }

  /**
   * Starts a new cluster; nothing of it is left if it can't be started.
   *
   * @throws LaunchException if it can't
   */
  ClusterOverview fresh(ClusterSettings settings) {
    ClusterConfiguration configuration =
        new ClusterConfiguration(folder, settings.configuration(folder));
    List<String> roles = ClusterConfiguration.roles(settings);
    // What is wrong with the configuration is better said before anything runs.
    roles.forEach(configuration::commandLine);
    int port = configuration.flink().get(RestOptions.PORT);
    if (!isFree(port)) {
      throw LaunchException.failed(
          "The port "
              + port
              + " is taken, maybe by another cluster. Choose one: --rest-port=PORT, or 0 for any.");
    }
    folder.make();
    configuration.write(settings.highAvailability());
    ClusterState state = new ClusterState(configuration.rest(), List.of());
    try {
      return start(configuration, state, roles, settings.taskManagers());
    } catch (RuntimeException e) {
      folder.state().ifPresent(started -> ClusterEnd.of(started.processes(), console));
      folder.clear();
      throw e;
    }
  }

  /**
   * Starts the processes again that are gone, with the configuration that they had.
   *
   * @throws LaunchException if they can't be started; the others are left alone
   */
  ClusterOverview again(ClusterState state) {
    List<String> roles = state.gone().stream().map(ClusterProcess::role).toList();
    console.print("Starting again: " + String.join(", ", roles));
    long taskManagers =
        state.processes().stream()
            .filter(process -> process.role().startsWith(ClusterConfiguration.TASK_MANAGER))
            .count();
    return start(ClusterConfiguration.read(folder), state, roles, (int) taskManagers);
  }

  private ClusterOverview start(
      ClusterConfiguration configuration, ClusterState before, List<String> roles, int workers) {
    ClusterLauncher launcher = new ClusterLauncher(home, configuration);
    ClusterState state = before;
    for (String role : roles) {
      state = state.with(launcher.start(role));
      // After each, so that whatever happens all of them can be stopped.
      folder.save(state);
    }
    address = state.rest();
    ClusterState started = state;
    FlinkRest rest = rest();
    Waiting waiting = new Waiting(console, "Waiting for the cluster at " + started.rest());
    return waiting.until(() -> ready(rest, started, workers, waiting.elapsed()));
  }

  private Optional<ClusterOverview> ready(
      FlinkRest rest, ClusterState state, int workers, Duration elapsed) {
    List<ClusterProcess> gone = state.gone();
    if (!gone.isEmpty()) {
      String role = gone.get(0).role();
      throw LaunchException.failed(
          "The " + role + " has ended as soon as it was started. " + reason(role));
    }
    try {
      ClusterOverview overview = ClusterOverview.ask(rest);
      if (overview.taskManagers() >= workers) {
        return Optional.of(overview);
      }
    } catch (LaunchException e) {
      // It does not answer yet.
    }
    if (elapsed.compareTo(PATIENCE) > 0) {
      throw LaunchException.failed(
          "The cluster has not come up within "
              + PATIENCE.toMinutes()
              + " minutes. Its logs: "
              + folder.log(ClusterConfiguration.JOB_MANAGER).getParent());
    }
    return Optional.empty();
  }

  /** The last error in a log, and where to read more. */
  private String reason(String role) {
    Path log = folder.log(role);
    Path printed = log.resolveSibling(role + ".out");
    String last = lastError(log).or(() -> lastError(printed)).map(e -> e + "\n  ").orElse("");
    return last + "Log: " + log;
  }

  private static Optional<String> lastError(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains("Caused by: ") || line.contains("rror"))
          .reduce((first, second) -> second);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }
}

package org.penstock.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which everything of one cluster lies.
 *
 * @param path absolute
 */
record ClusterFolder(Path path) {
  private static final String STATE = "cluster.properties";

  /** The folder for who names none: in the user's folder for states of programs, or at home. */
  static ClusterFolder standard() {
    String states = System.getenv("XDG_STATE_HOME");
    Path folder =
        states == null || states.isBlank()
            ? Path.of(System.getProperty("user.home"), ".penstock")
            : Path.of(states, "penstock");
    return of(folder.resolve("cluster"));
  }

  static ClusterFolder of(@Nullable Path path) {
    return path == null ? standard() : new ClusterFolder(path.toAbsolutePath().normalize());
  }

  /** Flink's configuration. */
  Path configuration() {
    return path.resolve("conf");
  }

  /** The log of a process; what it prints goes to a file beside it that ends in out. */
  Path log(String role) {
    return path.resolve("log").resolve(role + ".log");
  }

  /** Files that are of no use when the cluster has ended. */
  Path temporary() {
    return path.resolve("tmp");
  }

  /** A folder for what outlives the cluster, such as checkpoints. */
  Path kept(String name) {
    return path.resolve(name);
  }

  /**
   * Makes the folders.
   *
   * @throws LaunchException if they can't be made
   */
  void make() {
    try {
      for (Path folder : new Path[] {configuration(), path.resolve("log"), temporary()}) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw LaunchException.failed(
          "The folder " + path + " cannot be written to: " + e + ". Choose another: --directory.");
    }
  }

  /**
   * What was started here and not stopped, running or not.
   *
   * @throws LaunchException if it can't be read
   */
  Optional<ClusterState> state() {
    Path file = path.resolve(STATE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ClusterState.read(file));
    } catch (IOException e) {
      throw LaunchException.failed(
          "What runs in " + path + " is not known: " + e.getMessage() + ". Delete that file.");
    }
  }

  void save(ClusterState state) {
    try {
      state.write(path.resolve(STATE));
    } catch (IOException e) {
      throw LaunchException.failed("The folder " + path + " cannot be written to: " + e + ".");
    }
  }

  /** Deletes what is of no use any more; configuration, logs, checkpoints and savepoints stay. */
  void clear() {
    try {
      Files.deleteIfExists(path.resolve(STATE));
      if (Files.exists(temporary())) {
        try (Stream<Path> files = Files.walk(temporary())) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException e) {
      throw LaunchException.failed("The folder " + path + " cannot be tidied up: " + e + ".");
    }
  }
}

package org.penstock.environments.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A shell between this JVM and a worker. It notices that the JVM is gone, even by SIGKILL, and ends
 * whatever the worker has started, wherever that has moved to.
 *
 * <p>It needs Linux and a few tools. Elsewhere {@link ProcessWorker} does what a JVM can do.
 */
record Supervision(Path setsid, Path shell, Path grep, Path sleep, Path rm) {
  private static final String SCRIPT = script();

  /** The supervision that is possible here; empty where none is. */
  static Optional<Supervision> find(@Nullable String path) {
    if (!Files.isReadable(Path.of("/proc/self/environ"))) {
      return Optional.empty();
    }
    List<Path> tools = new ArrayList<>();
    for (String tool : List.of("setsid", "sh", "grep", "sleep", "rm")) {
      search(path, tool).ifPresent(tools::add);
    }
    return tools.size() == 5
        ? Optional.of(
            new Supervision(tools.get(0), tools.get(1), tools.get(2), tools.get(3), tools.get(4)))
        : Optional.empty();
  }

  /**
   * The command that runs another one under supervision. A session of its own keeps the signals of
   * a terminal away from it: this JVM decides when the worker ends.
   *
   * @param folder the worker's own, which is deleted in the end
   */
  List<String> of(Path folder, List<String> command) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of(setsid.toString(), shell.toString(), "-c", SCRIPT, "penstock-worker"));
    line.addAll(List.of(folder.toString(), grep.toString(), sleep.toString(), rm.toString()));
    line.addAll(command);
    return line;
  }

  /** An executable file of this name in the folders of a search path; empty if there is none. */
  static Optional<Path> search(@Nullable String path, String name) {
    if (path == null) {
      return Optional.empty();
    }
    for (String folder : path.split(File.pathSeparator, -1)) {
      try {
        Path file = Path.of(folder).resolve(name);
        if (Files.isRegularFile(file) && Files.isExecutable(file)) {
          return Optional.of(file.toAbsolutePath());
        }
      } catch (InvalidPathException e) {
        // A search path may hold anything, this as well.
      }
    }
    return Optional.empty();
  }

  private static String script() {
    try (InputStream script = Supervision.class.getResourceAsStream("supervise.sh")) {
      if (script == null) {
        throw new IllegalStateException("supervise.sh is missing beside " + Supervision.class);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

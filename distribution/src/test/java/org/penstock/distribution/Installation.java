package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The tarball, unpacked once into a folder with a space in its path. */
final class Installation {
  private static final long PATIENCE_MINUTES = 5;
  private static final Installation ONLY = unpack();

  private final Path home;
  private final Path work;
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

  private Installation(Path home, Path work) {
    this.home = home;
    this.work = work;
  }

  /** How a process ended, and what it said. */
  record Result(int exitCode, String out, String err) {}

  /** The two ways to start it, which must do the same. */
  enum Mode {
    MODULE_PATH("on"),
    CLASS_PATH("off");

    private final String value;

    Mode(String value) {
      this.value = value;
    }

    Map<String, String> environment() {
      return Map.of("PENSTOCK_JPMS", value);
    }
  }

  static Installation get() {
    return ONLY;
  }

  Path home() {
    return home;
  }

  /** A folder for files of tests, which is the current one of the processes. */
  Path work() {
    return work;
  }

  /** Has something closed before the installation is deleted, should nobody have done it. */
  void closeAtTheEnd(AutoCloseable resource) {
    open.add(resource);
  }

  private void closeAll() {
    for (AutoCloseable resource : open) {
      try {
        resource.close();
      } catch (Exception e) {
        // The tests have ended: there is nobody to tell.
      }
    }
  }

  /** The jars in a folder and the folders below it. */
  List<Path> jars(String folder) {
    try (Stream<Path> files = Files.walk(home.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code bin/penstock}. */
  Result penstock(Mode mode, String... arguments) {
    return penstock(mode.environment(), arguments);
  }

  /** Runs {@code bin/penstock} with more environment. */
  Result penstock(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/penstock").toString()));
    command.addAll(Arrays.asList(arguments));
    return run(work, environment, command);
  }

  /** Runs any command and waits for it. */
  static Result run(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly();
      }
      Result result =
          new Result(
              ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Installation unpack() {
    Path tarball = Path.of(System.getProperty("tarball"));
    try {
      Path parent = Files.createDirectories(tarball.resolveSibling("unpacked for tests"));
      Path folder = Files.createTempDirectory(parent, "an installation ");
      Result result = run(folder, Map.of(), List.of("tar", "-xzf", tarball.toString()));
      assertThat(result).isEqualTo(new Result(0, "", ""));
      Path home = folder.resolve("penstock-" + System.getProperty("version"));
      Installation installation =
          new Installation(home, Files.createDirectory(folder.resolve("work")));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    installation.closeAll();
                    delete(folder);
                  }));
      return installation;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    run(Path.of("/"), Map.of(), List.of("rm", "-rf", folder.toString()));
  }
}

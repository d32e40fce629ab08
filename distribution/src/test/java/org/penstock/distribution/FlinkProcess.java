package org.penstock.distribution;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A JVM of a Flink cluster. */
final class FlinkProcess implements AutoCloseable {
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

  private final Process leash;

  private FlinkProcess(Process leash) {
    this.leash = leash;
  }

  /**
   * Starts one.
   *
   * @param folder where its configuration is, and its log goes
   * @param log the log's name
   * @param classPath its jars
   * @param mainClass one of Flink's entry points
   */
  static FlinkProcess start(Path folder, String log, List<Path> classPath, String mainClass)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", LEASH, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:MaxDirectMemorySize=300m"));
    OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    command.add("-Dlogback.configurationFile=" + folder.resolve("logback.xml"));
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.addAll(List.of(mainClass, "--configDir", folder.toString()));
    return new FlinkProcess(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(log).toFile())
            .start());
  }

  /** The JVM itself, while it runs. */
  ProcessHandle jvm() {
    return leash
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The JVM has ended"));
  }

  /** Ends it by SIGKILL, so that it can do nothing any more, and returns when it is gone. */
  void kill() {
    ProcessHandle jvm = jvm();
    jvm.destroyForcibly();
    jvm.onExit().join();
    release();
  }

  /** Asks it to end. */
  void release() {
    try {
      leash.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  /** Ends it, gently if it lets us. */
  @Override
  public void close() {
    release();
    boolean ended = false;
    try {
      ended = leash.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      leash.descendants().forEach(ProcessHandle::destroyForcibly);
      leash.destroyForcibly();
    }
  }
}

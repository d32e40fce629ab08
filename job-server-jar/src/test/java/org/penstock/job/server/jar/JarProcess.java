package org.penstock.job.server.jar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM with a jar, whose output goes to a file. */
final class JarProcess implements AutoCloseable {
  private final Process process;
  private final Path output;

  private JarProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** The packed jar. */
  static Path jar() {
    return Path.of(System.getProperty("jar.file"));
  }

  /**
   * Starts {@code java FLAGS -jar JAR ARGUMENTS}.
   *
   * @param folder gets the file with the output
   */
  static JarProcess start(Path folder, List<String> flags, Path jar, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    Path output = Files.createTempFile(folder, "output", ".txt");
    return new JarProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As Ctrl-C. */
  void interrupt() throws IOException, InterruptedException {
    int kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    if (kill != 0) {
      throw new IllegalStateException("kill has answered " + kill);
    }
  }

  /** Waits for the end; fails if it takes longer. */
  int await(long seconds) throws IOException, InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("It has not ended within " + seconds + " s:\n" + output());
    }
    return process.exitValue();
  }

  /** What it has said so far. */
  String output() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

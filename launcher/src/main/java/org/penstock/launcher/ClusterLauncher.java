package org.penstock.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the processes of a cluster, which go on when this one has ended. */
final class ClusterLauncher {
  /**
   * Who ends the command or closes the terminal doesn't mean the cluster. The shell becomes the
   * JVM, so its process is the JVM's.
   */
  private static final String DETACHED = "trap '' HUP INT; exec \"$@\" </dev/null";

  private final Path home;
  private final ClusterConfiguration configuration;
  private final String classPath;

  /**
   * Prepares it.
   *
   * @param home the distribution
   * @throws LaunchException if there is no Flink in it
   */
  ClusterLauncher(Path home, ClusterConfiguration configuration) {
    this.home = home;
    this.configuration = configuration;
    this.classPath = FlinkJars.classPath(home.resolve("lib"));
  }

  /**
   * Starts one process.
   *
   * @throws LaunchException if its configuration is wrong, or the system can't start it
   */
  ClusterProcess start(String role) {
    Path log = configuration.folder().log(role);
    File printed = log.resolveSibling(role + ".out").toFile();
    try {
      Process process =
          new ProcessBuilder(command(role, log))
              .directory(configuration.folder().path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(printed)
              .start();
      return ClusterProcess.of(role, process);
    } catch (IOException e) {
      throw LaunchException.failed("The " + role + " cannot be started: " + e.getMessage() + ".");
    }
  }

  private List<String> command(String role, Path log) {
    ClusterConfiguration.CommandLine line = configuration.commandLine(role);
    List<String> command = new ArrayList<>(List.of("sh", "-c", DETACHED, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("conf/jvm.options"));
    command.addAll(line.jvm());
    command.add("-Dlogback.configurationFile=" + home.resolve("conf/logback-cluster.xml"));
    command.add("-Dlog.file=" + log);
    command.addAll(List.of("-cp", classPath, line.mainClass()));
    command.addAll(line.arguments());
    return command;
  }
}

package org.penstock.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * The configuration of a cluster and the command lines that follow from it, as Flink's own scripts
 * make them.
 *
 * @param folder where it lies
 * @param flink Flink's options
 */
record ClusterConfiguration(ClusterFolder folder, Configuration flink) {
  static final String ZOOKEEPER = "zookeeper";
  static final String JOB_MANAGER = "jobmanager";
  static final String TASK_MANAGER = "taskmanager-";

  private static final String RUNTIME = "org.apache.flink.runtime.";
  private static final String PEER_CONFIGURATION = "zoo.cfg";

  /** What is in the folder. */
  static ClusterConfiguration read(ClusterFolder folder) {
    return new ClusterConfiguration(
        folder, GlobalConfiguration.loadConfiguration(folder.configuration().toString()));
  }

  /** The roles of the processes, in the order to start them. */
  static List<String> roles(ClusterSettings settings) {
    Stream<String> before =
        settings.highAvailability() ? Stream.of(ZOOKEEPER, JOB_MANAGER) : Stream.of(JOB_MANAGER);
    Stream<String> workers =
        IntStream.rangeClosed(1, settings.taskManagers()).mapToObj(i -> TASK_MANAGER + i);
    return Stream.concat(before, workers).toList();
  }

  URI rest() {
    return URI.create(
        "http://" + flink.get(RestOptions.ADDRESS) + ":" + flink.get(RestOptions.PORT));
  }

  /** Writes it for the processes to read. */
  void write(boolean withZooKeeper) {
    try {
      Files.write(
          folder.configuration().resolve(GlobalConfiguration.FLINK_CONF_FILENAME),
          ConfigurationUtils.convertConfigToWritableLines(flink, false));
      if (withZooKeeper) {
        String quorum = String.valueOf(flink.get(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM));
        Files.write(
            folder.configuration().resolve(PEER_CONFIGURATION),
            List.of(
                "dataDir=" + Files.createDirectories(folder.kept(ZOOKEEPER)),
                "clientPort=" + quorum.substring(quorum.lastIndexOf(':') + 1),
                "clientPortAddress=localhost",
                "admin.enableServer=false"));
      }
    } catch (IOException e) {
      throw LaunchException.failed(
          "The folder " + folder.path() + " cannot be written to: " + e + ".");
    }
  }

  /**
   * What comes behind {@code java}, but the class path: options of the JVM, the main class and its
   * arguments.
   *
   * @throws LaunchException if the memory that is configured cannot be divided
   */
  CommandLine commandLine(String role) {
    try {
      return switch (role) {
        case ZOOKEEPER -> zooKeeper();
        case JOB_MANAGER -> jobManager();
        default -> taskManager(role);
      };
    } catch (IllegalConfigurationException | IllegalArgumentException e) {
      throw LaunchException.usage(
          "The configuration of the " + role + " is wrong: " + e.getMessage() + ". See -D.");
    }
  }

  /**
   * A part of a command line.
   *
   * @param jvm options of the JVM
   * @param mainClass the class to start
   * @param arguments its arguments
   */
  record CommandLine(List<String> jvm, String mainClass, List<String> arguments) {}

  private CommandLine zooKeeper() {
    Path peer = folder.configuration().resolve(PEER_CONFIGURATION);
    return new CommandLine(
        List.of("-Xmx128m"),
        RUNTIME + "zookeeper.FlinkZooKeeperQuorumPeer",
        List.of("--zkConfigFile", peer.toString(), "--peerId", "1"));
  }

  private CommandLine jobManager() {
    var memory = JobManagerProcessUtils.processSpecFromConfig(flink);
    return new CommandLine(
        jvm(
            JobManagerProcessUtils.generateJvmParametersStr(memory, flink),
            CoreOptions.FLINK_JM_JVM_OPTIONS),
        RUNTIME + "entrypoint.StandaloneSessionClusterEntrypoint",
        arguments(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
  }

  private CommandLine taskManager(String role) {
    var memory = TaskExecutorProcessUtils.processSpecFromConfig(flink);
    List<String> arguments =
        new ArrayList<>(arguments(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
    // Logs and errors name it so; one that is started again takes the place of the one before.
    arguments.addAll(List.of("-D", "taskmanager.resource-id=" + role));
    return new CommandLine(
        jvm(ProcessMemoryUtils.generateJvmParametersStr(memory), CoreOptions.FLINK_TM_JVM_OPTIONS),
        RUNTIME + "taskexecutor.TaskManagerRunner",
        List.copyOf(arguments));
  }

  private List<String> arguments(String dynamic) {
    return Stream.concat(
            Stream.of("--configDir", folder.configuration().toString()), words(dynamic))
        .toList();
  }

  private List<String> jvm(String memory, ConfigOption<String> ofRole) {
    return Stream.of(memory, flink.get(CoreOptions.FLINK_JVM_OPTIONS), flink.get(ofRole))
        .flatMap(ClusterConfiguration::words)
        .toList();
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+", -1)).filter(word -> !word.isEmpty());
  }
}

package org.penstock.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * What a cluster is to be like.
 *
 * @param taskManagers how many
 * @param slots of each TaskManager
 * @param restPort where the REST API listens; 0 for any port that is free
 * @param highAvailability whether a ZooKeeper lets jobs survive the JobManager
 * @param given Flink's options that the user wants; an empty value takes a default of ours away
 */
record ClusterSettings(
    int taskManagers,
    int slots,
    int restPort,
    boolean highAvailability,
    Map<String, String> given) {
  private static final String LOCALHOST = "localhost";
  // Flink's 512 are more than a stage with a few outputs gets.
  private static final int BUFFERS_PER_BLOCKING_OUTPUT = 64;
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
  private static final MemorySize JOB_MANAGER = MemorySize.ofMebiBytes(1600);
  private static final MemorySize TASK_MANAGER = MemorySize.ofMebiBytes(1728);

  /** As many slots as processors, and at least two, so that nothing in a job waits for nothing. */
  static int defaultSlots(int taskManagers) {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.max(2, (processors + taskManagers - 1) / taskManagers);
  }

  /**
   * Flink's configuration. Everything listens on the loopback interface only: who reaches Flink's
   * REST API can run any code.
   */
  Configuration configuration(ClusterFolder folder) {
    Configuration flink = new Configuration();
    flink.set(JobManagerOptions.ADDRESS, LOCALHOST);
    flink.set(JobManagerOptions.PORT, freePort());
    flink.set(JobManagerOptions.BIND_HOST, LOCALHOST);
    flink.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, JOB_MANAGER);
    flink.set(RestOptions.ADDRESS, LOCALHOST);
    flink.set(RestOptions.BIND_ADDRESS, LOCALHOST);
    flink.set(RestOptions.PORT, restPort == 0 ? freePort() : restPort);
    flink.set(TaskManagerOptions.HOST, LOCALHOST);
    flink.set(TaskManagerOptions.BIND_HOST, LOCALHOST);
    flink.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    flink.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, TASK_MANAGER);
    flink.set(
        NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS,
        BUFFERS_PER_BLOCKING_OUTPUT);
    flink.set(CoreOptions.TMP_DIRS, folder.temporary().toString());
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri(folder, "checkpoints"));
    flink.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, uri(folder, "savepoints"));
    if (highAvailability) {
      flink.set(HighAvailabilityOptions.HA_MODE, "zookeeper");
      flink.set(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM, LOCALHOST + ":" + freePort());
      // Flink's minute is how long a JobManager that was killed still counts as the leader.
      flink.set(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT, SESSION_TIMEOUT);
      flink.set(HighAvailabilityOptions.HA_STORAGE_PATH, uri(folder, "high-availability"));
    }
    given.forEach(
        (key, value) -> {
          flink.removeKey(key);
          if (!value.isEmpty()) {
            flink.setString(key, value);
          }
        });
    return flink;
  }

  private static String uri(ClusterFolder folder, String name) {
    // Flink's paths hold spaces and the like as they are.
    return "file://" + folder.kept(name);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

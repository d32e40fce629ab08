package org.penstock.core.job;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.util.MathUtils;

/** The shape of the cluster in this JVM. What the user has configured stays. */
final class LocalCluster {
  private static final String LOOPBACK = "127.0.0.1";
  private static final long NETWORK_MEBI_PER_SLOT = 32;
  private static final long NETWORK_MEBI_MIN = 64;
  private static final int BUFFERS_PER_BLOCKING_OUTPUT = 64;
  private static final long MANAGED_MEBI_PER_SLOT = 64;
  private static final long MANAGED_MEBI_MIN = 128;

  private static final Duration METRICS_INTERVAL = Duration.ofSeconds(1);

  private LocalCluster() {}

  /**
   * The configuration for jobs of a parallelism.
   *
   * @param directMemory how many bytes of direct memory this JVM may take; network buffers are part
   *     of them
   */
  static MiniClusterConfiguration of(Configuration base, int maxParallelism, long directMemory) {
    Configuration configuration = new Configuration(base);
    // Nobody but this machine is to reach a job that was started on it.
    setIfAbsent(configuration, RestOptions.BIND_PORT, "0");
    setIfAbsent(configuration, RestOptions.BIND_ADDRESS, LOOPBACK);
    setIfAbsent(configuration, RestOptions.ADDRESS, LOOPBACK);
    setIfAbsent(configuration, JobManagerOptions.BIND_HOST, LOOPBACK);
    setIfAbsent(configuration, TaskManagerOptions.BIND_HOST, LOOPBACK);
    // Flink asks its tasks for metrics every ten seconds, and most jobs here are shorter than that.
    setIfAbsent(configuration, MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, METRICS_INTERVAL);
    int managers = configuration.get(TaskManagerOptions.MINI_CLUSTER_NUM_TASK_MANAGERS);
    int slots =
        configuration
            .getOptional(TaskManagerOptions.NUM_TASK_SLOTS)
            .orElse(MathUtils.divideRoundUp(Math.max(1, maxParallelism), managers));
    memory(configuration, slots, directMemory);
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(configuration)
        .setNumTaskManagers(managers)
        .setNumSlotsPerTaskManager(slots)
        .build();
  }

  /**
   * Flink's own defaults are for one or two slots: more need more buffers and sort memory. And each
   * blocking output of a task takes 512 buffers at least by default, which a stage with a few
   * outputs would not get.
   */
  private static void memory(Configuration configuration, int slots, long directMemory) {
    long cap = Math.max(NETWORK_MEBI_MIN, (directMemory / 8) >> 20);
    long network = Math.min(cap, Math.max(NETWORK_MEBI_MIN, slots * NETWORK_MEBI_PER_SLOT));
    if (!configuration.contains(TaskManagerOptions.NETWORK_MEMORY_MAX)
        && !configuration.contains(TaskManagerOptions.NETWORK_MEMORY_MIN)) {
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(network));
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(network));
    }
    setIfAbsent(
        configuration,
        NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS,
        BUFFERS_PER_BLOCKING_OUTPUT);
    long managed = Math.max(MANAGED_MEBI_MIN, slots * MANAGED_MEBI_PER_SLOT);
    setIfAbsent(
        configuration, TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(managed));
  }

  private static <T> void setIfAbsent(
      Configuration configuration, ConfigOption<T> option, T value) {
    if (!configuration.contains(option)) {
      configuration.set(option, value);
    }
  }
}

package org.penstock.benchmarks;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** The Flink cluster in this JVM that runs the jobs of both sides, one after another. */
final class BenchmarkCluster {
  private final MiniCluster cluster;

  private BenchmarkCluster(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts it and makes it the one that {@code getExecutionEnvironment} means. */
  static BenchmarkCluster start() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build());
    cluster.start();
    BenchmarkEnvironment.install(cluster);
    return new BenchmarkCluster(cluster);
  }

  /** Ends it. */
  void stop() throws Exception {
    BenchmarkEnvironment.remove();
    cluster.close();
  }
}

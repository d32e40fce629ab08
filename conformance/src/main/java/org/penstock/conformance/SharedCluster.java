package org.penstock.conformance;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** The one Flink cluster of a JVM that runs tests: to start one for each pipeline takes seconds. */
final class SharedCluster {

  static final int PARALLELISM = 2;
  // Two pipelines at once: the one under test, and the rest of a cancelled one.
  private static final int SLOTS = 2 * PARALLELISM;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MiniCluster cluster;

  private SharedCluster(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Starts a cluster and makes it the one that {@code --flinkMaster=[auto]} means in this JVM. It
   * ends with the JVM.
   */
  static SharedCluster start() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.PORT, 0);
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    // A stage with many outputs would not get the 512 buffers that each has by default.
    configuration.set(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS, 64);
    // Tests of 100 MB elements stop the world for longer than the default allows.
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofMinutes(5));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .withRandomPorts()
                .build());
    cluster.start();
    SharedClusterEnvironment.install(cluster, PARALLELISM);
    return new SharedCluster(cluster);
  }

  /** Cancels every job that is not at its end, and waits until it is. */
  List<JobID> cancelJobs() throws InterruptedException, ExecutionException, TimeoutException {
    Collection<JobStatusMessage> jobs = await(cluster.listJobs());
    List<JobID> running =
        jobs.stream()
            .filter(job -> !job.getJobState().isGloballyTerminalState())
            .map(JobStatusMessage::getJobId)
            .toList();
    for (JobID job : running) {
      await(cluster.cancelJob(job));
    }
    for (JobID job : running) {
      await(cluster.requestJobResult(job));
    }
    return running;
  }

  private static <T> T await(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}

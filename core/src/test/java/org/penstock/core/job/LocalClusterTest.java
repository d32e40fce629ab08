package org.penstock.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.Test;

final class LocalClusterTest {
  private static final long GIBI = 1L << 30;

  private static Map<String, String> settings(MiniClusterConfiguration cluster) {
    return cluster.getConfiguration().toMap();
  }

  @Test
  void onlyThisMachineReachesIt() {
    assertThat(settings(LocalCluster.of(new Configuration(), 2, GIBI)))
        .containsEntry("rest.bind-address", "127.0.0.1")
        .containsEntry("rest.bind-port", "0")
        .containsEntry("jobmanager.bind-host", "127.0.0.1")
        .containsEntry("taskmanager.bind-host", "127.0.0.1");
  }

  @Test
  void metricsAreFreshEnoughForALiveLine() {
    assertThat(settings(LocalCluster.of(new Configuration(), 2, GIBI)))
        .containsEntry("metrics.fetcher.update-interval", "1 s");
  }

  @Test
  void memoryGrowsWithTheSlots() {
    assertThat(settings(LocalCluster.of(new Configuration(), 1, 8 * GIBI)))
        .containsEntry("taskmanager.numberOfTaskSlots", "1")
        .containsEntry("taskmanager.memory.network.max", "64 mb")
        .containsEntry("taskmanager.network.sort-shuffle.min-buffers", "64")
        .containsEntry("taskmanager.memory.managed.size", "128 mb");
    assertThat(settings(LocalCluster.of(new Configuration(), 8, 8 * GIBI)))
        .containsEntry("taskmanager.numberOfTaskSlots", "8")
        .containsEntry("taskmanager.memory.network.max", "256 mb")
        .containsEntry("taskmanager.memory.managed.size", "512 mb");
  }

  @Test
  void networkMemoryFitsIntoTheJvm() {
    assertThat(settings(LocalCluster.of(new Configuration(), 64, GIBI)))
        .containsEntry("taskmanager.memory.network.max", "128 mb");
  }

  @Test
  void whatIsConfiguredStays() {
    Configuration configuration = new Configuration();
    configuration.setString("rest.bind-address", "0.0.0.0");
    configuration.setString("rest.bind-port", "9999");
    configuration.setString("taskmanager.numberOfTaskSlots", "5");
    configuration.setString("taskmanager.memory.managed.size", "1 gb");

    assertThat(settings(LocalCluster.of(configuration, 2, GIBI)))
        .containsEntry("rest.bind-address", "0.0.0.0")
        .containsEntry("rest.bind-port", "9999")
        .containsEntry("taskmanager.numberOfTaskSlots", "5")
        .containsEntry("taskmanager.memory.managed.size", "1 gb");
  }
}

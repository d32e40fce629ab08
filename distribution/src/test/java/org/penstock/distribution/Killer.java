package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.penstock.distribution.Installation.Result;

/**
 * Kills processes of a cluster by SIGKILL, so that they can do nothing any more, and starts fresh
 * ones in their place.
 */
final class Killer {
  private final FlinkCluster cluster;
  private final RandomGenerator random;
  private final int taskManagers;

  Killer(FlinkCluster cluster, RandomGenerator random, int taskManagers) {
    this.cluster = cluster;
    this.random = random;
    this.taskManagers = taskManagers;
  }

  /** Kills and replaces any one of the TaskManagers. */
  void replaceTaskManager() throws Exception {
    replace("taskmanager-" + (1 + random.nextInt(taskManagers)));
  }

  /** Kills and replaces the JobManager. */
  void replaceJobManager() throws Exception {
    replace("jobmanager");
  }

  private void replace(String role) throws Exception {
    ProcessHandle process = cluster.process(role);
    process.destroyForcibly();
    // The JVM is no child of this one's, so there is no waiting for its end.
    while (process.info().command().isPresent()) {
      Thread.sleep(20);
    }
    Result result = cluster.penstock("cluster", "start", "--directory=" + cluster.folder());
    assertThat(result.exitCode()).as(result.err()).isZero();
  }
}

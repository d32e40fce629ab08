package org.penstock.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.junit.runner.Description;
import org.junit.runner.notification.RunListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the tests of this JVM their cluster before the first one starts, keeps a test that hangs
 * from holding up the rest, and leaves no job behind.
 *
 * <p>The test runner calls it on the thread that runs the tests. The system properties {@code
 * penstock.conformance.target} and {@code penstock.conformance.timeout}, in seconds, are the run's.
 */
public final class SharedClusterListener extends RunListener {

  private static final Logger LOG = LoggerFactory.getLogger(SharedClusterListener.class);
  private static final Duration GRACE = Duration.ofSeconds(45);

  /** Called by the test runner, by reflection, before it loads a test. */
  public SharedClusterListener() {}

  @Override
  public void testStarted(Description description) {
    LOG.info("Test {}", description.getDisplayName());
    PerJvm.WATCHDOG.arm(description.getDisplayName());
  }

  @Override
  public void testFinished(Description description) throws Exception {
    PerJvm.WATCHDOG.disarm();
    List<JobID> left = PerJvm.cancelJobs();
    if (!left.isEmpty()) {
      LOG.warn("Test {} left {} running; cancelled.", description.getDisplayName(), left);
    }
  }

  private static Target target() {
    return Target.load(System.getProperty("penstock.conformance.target", ""));
  }

  /** Made when the first test starts; the test runner may make more than one listener. */
  private static final class PerJvm {

    static final Optional<SharedCluster> CLUSTER = cluster();
    static final Watchdog WATCHDOG =
        new Watchdog(
            Duration.ofSeconds(Long.getLong("penstock.conformance.timeout", 300)),
            GRACE,
            PerJvm::cancelJobs);

    static List<JobID> cancelJobs() throws Exception {
      return CLUSTER.isPresent() ? CLUSTER.get().cancelJobs() : List.of();
    }

    private static Optional<SharedCluster> cluster() {
      try {
        return target().flink() ? Optional.of(SharedCluster.start()) : Optional.empty();
      } catch (Exception e) {
        throw new IllegalStateException("Cannot start the Flink cluster for the tests", e);
      }
    }
  }
}

package org.penstock.portable.runtime;

import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleProgressRequest;

/** Asks the worker now and then what it has counted in a bundle that takes long. */
final class BundleProgress {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StageConnection connection;
  private final StageMetrics metrics;
  private long last;
  private boolean asking;
  private boolean refused;

  BundleProgress(StageConnection connection, StageMetrics metrics) {
    this.connection = connection;
    this.metrics = metrics;
  }

  /** A bundle begins. */
  void started() {
    last = System.nanoTime();
  }

  /** Asks, if it is time to. */
  void look(Bundle bundle) {
    if (refused || asking || !bundle.started() || bundle.isOver()) {
      return;
    }
    long now = System.nanoTime();
    if (now - last < INTERVAL_NANOS) {
      return;
    }
    last = now;
    asking = true;
    connection.instruct(
        InstructionRequest.newBuilder()
            .setProcessBundleProgress(
                ProcessBundleProgressRequest.newBuilder().setInstructionId(bundle.id())),
        (response, failure) -> {
          asking = false;
          // An SDK that cannot tell is no reason for the bundle to fail.
          refused = response == null;
          // After its end the bundle says itself what it has counted.
          if (response != null && !bundle.isOver()) {
            metrics.progress(response.getProcessBundleProgress().getMonitoringInfosList());
          }
        });
  }
}

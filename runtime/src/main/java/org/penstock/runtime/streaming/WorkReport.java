package org.penstock.runtime.streaming;

import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.streaming.WorkCoordinator.NoWorkLeft;

/** Tells, once, that a task of an operator has no work left. */
final class WorkReport {
  private @Nullable OperatorEventGateway coordinator;

  /**
   * Tells that coordinator.
   *
   * @param coordinator null where nobody wants to know
   */
  WorkReport(@Nullable OperatorEventGateway coordinator) {
    this.coordinator = coordinator;
  }

  void noWorkLeft() {
    if (coordinator != null) {
      coordinator.sendEventToCoordinator(new NoWorkLeft());
      coordinator = null;
    }
  }
}

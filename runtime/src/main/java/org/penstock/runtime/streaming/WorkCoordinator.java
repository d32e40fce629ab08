package org.penstock.runtime.streaming;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.source.WorkLeft;

/**
 * Hears from the tasks of an operator when they have no work left, and lets the sources of the job
 * end when none of them has. It has no state: tasks that start again have work left until they say
 * that they have none.
 */
final class WorkCoordinator implements OperatorCoordinator {
  private static final byte[] NO_STATE = {};

  private final Context context;
  private final WorkLeft work;
  private final Set<Integer> finished = new HashSet<>();

  private WorkCoordinator(Context context, String workLeft) {
    this.context = context;
    this.work = WorkLeft.join(workLeft);
    // Before any task runs: a source that asks earlier than this would end.
    work.begin(this);
  }

  /** What a task tells: its watermark is at the end of time, and it has no work left. */
  record NoWorkLeft() implements OperatorEvent {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void start() {
    // The tasks speak first.
  }

  @Override
  public void handleEventFromOperator(int subtask, int attempt, OperatorEvent event) {
    if (!(event instanceof NoWorkLeft)) {
      throw new IllegalArgumentException("Expected an event NoWorkLeft, found " + event);
    }
    finished.add(subtask);
    if (finished.size() == context.currentParallelism()) {
      work.end(this);
    }
  }

  @Override
  public void subtaskReset(int subtask, long checkpointId) {
    startedAgain(subtask);
  }

  @Override
  public void executionAttemptFailed(int subtask, int attempt, @Nullable Throwable reason) {
    startedAgain(subtask);
  }

  private void startedAgain(int subtask) {
    finished.remove(subtask);
    work.begin(this);
  }

  @Override
  public void resetToCheckpoint(long checkpointId, byte @Nullable [] state) {
    finished.clear();
    work.begin(this);
  }

  @Override
  public void executionAttemptReady(int subtask, int attempt, SubtaskGateway gateway) {
    // There is nothing to tell it.
  }

  @Override
  public void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result) {
    result.complete(NO_STATE);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    // It has no state.
  }

  @Override
  public void close() {
    work.abandon(this);
    work.leave();
  }

  /**
   * Makes it where the job's coordinators are.
   *
   * @param operatorId the operator's
   * @param workLeft the id of what keeps the sources of the job
   */
  record Provider(OperatorID operatorId, String workLeft) implements OperatorCoordinator.Provider {
    private static final long serialVersionUID = 1L;

    @Override
    public OperatorID getOperatorId() {
      return operatorId;
    }

    @Override
    public OperatorCoordinator create(Context context) {
      return new WorkCoordinator(context, workLeft);
    }
  }
}

package org.penstock.core.job;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.DistributionPattern;
import org.apache.flink.runtime.jobgraph.JobEdge;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.JobVertexID;

/**
 * What Flink refuses where tasks had finished before the savepoint: the operators of a task must
 * have come equally far, and none may be further than those before it.
 */
final class FinishedTasks {
  private enum Progress {
    RUNNING,
    PARTLY,
    FINISHED
  }

  private final Function<OperatorIDPair, Optional<OperatorState>> states;
  private final Map<JobVertexID, Progress> progress = new HashMap<>();
  private final List<String> obstacles = new ArrayList<>();

  private FinishedTasks(Function<OperatorIDPair, Optional<OperatorState>> states) {
    this.states = states;
  }

  /**
   * Looks for what does not fit, and tells it in sentences.
   *
   * @param vertices all of a job, producers before consumers
   * @param states what the savepoint has of an operator
   */
  static List<String> obstacles(
      List<JobVertex> vertices, Function<OperatorIDPair, Optional<OperatorState>> states) {
    FinishedTasks tasks = new FinishedTasks(states);
    vertices.forEach(tasks::add);
    return tasks.obstacles;
  }

  private void add(JobVertex vertex) {
    Set<Progress> found = EnumSet.noneOf(Progress.class);
    vertex.getOperatorIDs().forEach(operator -> found.add(progress(operator)));
    if (found.size() > 1) {
      obstacles.add(
          String.format(
              "Some operators of the task %s had finished, and others had not or are new, which"
                  + " Flink refuses. --operatorChaining=false makes each a task of its own, which"
                  + " helps if the new ones are the last.",
              vertex.getName()));
      return;
    }
    Progress own = found.iterator().next();
    progress.put(vertex.getID(), own);
    for (JobEdge input : vertex.getInputs()) {
      JobVertex producer = input.getSource().getProducer();
      Progress before = progress.getOrDefault(producer.getID(), own);
      if (before.compareTo(atLeast(own, input)) < 0) {
        obstacles.add(
            String.format(
                "The task %s had finished, and %s before it had not or is new, which Flink refuses.",
                vertex.getName(), producer.getName()));
      }
    }
  }

  private static Progress atLeast(Progress own, JobEdge input) {
    boolean all = input.getDistributionPattern() == DistributionPattern.ALL_TO_ALL;
    return own == Progress.PARTLY && all ? Progress.FINISHED : own;
  }

  private Progress progress(OperatorIDPair operator) {
    return states.apply(operator).map(FinishedTasks::progress).orElse(Progress.RUNNING);
  }

  private static Progress progress(OperatorState state) {
    if (state.isFullyFinished()) {
      return Progress.FINISHED;
    }
    return state.getStates().stream().anyMatch(OperatorSubtaskState::isFinished)
        ? Progress.PARTLY
        : Progress.RUNNING;
  }
}

package org.penstock.core.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.penstock.core.JobSubmissionException;
import org.penstock.core.NoSavepointException;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.SavepointMatch;
import org.penstock.core.SavepointMatch.Entry;
import org.penstock.core.SavepointMatch.Verdict;

/**
 * The operators that a savepoint is of, to be compared with those of a job by Flink's own rules.
 */
public final class SavepointContent {
  private final String path;
  private final boolean lossAllowed;
  private final Map<OperatorID, OperatorState> states = new HashMap<>();

  private SavepointContent(
      String path, boolean lossAllowed, Collection<OperatorState> operatorStates) {
    this.path = path;
    this.lossAllowed = lossAllowed;
    operatorStates.forEach(state -> states.put(state.getOperatorID(), state));
  }

  /**
   * Reads the savepoint that the options name.
   *
   * @throws NoSavepointException if they name none, or it is none
   */
  public static SavepointContent of(PenstockPipelineOptions options) {
    String path = options.getSavepointPath();
    if (path == null) {
      throw new NoSavepointException(
          "--checkSavepoint needs the savepoint. Name it with --savepointPath.", null);
    }
    try {
      return new SavepointContent(
          path,
          options.getAllowNonRestoredState(),
          SavepointCheck.load(path, JobSubmission.loader()).getOperatorStates());
    } catch (JobSubmissionException e) {
      throw new NoSavepointException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Compares it with the operators of an environment, which remain as they are. */
  public SavepointMatch match(StreamExecutionEnvironment environment) {
    List<Entry> entries = new ArrayList<>();
    // One sentence for all of the operators that it is true of: mostly that is all of them.
    Set<String> obstacles = new LinkedHashSet<>();
    Set<OperatorID> taken = new HashSet<>();
    List<JobVertex> vertices = vertices(environment);
    for (JobVertex vertex : vertices) {
      for (OperatorIDPair operator : operators(vertex)) {
        Optional<OperatorState> found = state(operator);
        found.ifPresent(state -> taken.add(state.getOperatorID()));
        found.ifPresent(state -> obstacles.addAll(obstacles(state, vertex)));
        entries.add(entry(operator, found));
      }
    }
    obstacles.addAll(FinishedTasks.obstacles(vertices, this::state));
    states.values().stream()
        .filter(state -> !taken.contains(state.getOperatorID()))
        .filter(state -> hasState(state) || state.isFullyFinished())
        .map(SavepointContent::leftOver)
        .sorted(Comparator.comparing(Entry::operator))
        .forEach(entries::add);
    return new SavepointMatch(path, entries, List.copyOf(obstacles), lossAllowed);
  }

  private static List<JobVertex> vertices(StreamExecutionEnvironment environment) {
    return environment.getTransformations().isEmpty()
        ? List.of()
        : environment
            .getStreamGraph(false)
            .getJobGraph(JobSubmission.loader(), new JobID())
            .getVerticesSortedTopologicallyFromSources();
  }

  /** Flink has them from the end of the chain to its start. */
  private static List<OperatorIDPair> operators(JobVertex vertex) {
    List<OperatorIDPair> operators = new ArrayList<>(vertex.getOperatorIDs());
    Collections.reverse(operators);
    return operators;
  }

  private Optional<OperatorState> state(OperatorIDPair operator) {
    return operator
        .getUserDefinedOperatorID()
        .map(states::get)
        .or(() -> Optional.ofNullable(states.get(operator.getGeneratedOperatorID())));
  }

  private static Entry entry(OperatorIDPair operator, Optional<OperatorState> found) {
    String name =
        name(
            operator.getUserDefinedOperatorUid(),
            operator.getUserDefinedOperatorName(),
            operator.getGeneratedOperatorID());
    if (found.isEmpty()) {
      return new Entry(name, 0, Verdict.NEW);
    }
    OperatorState state = found.get();
    if (hasState(state)) {
      return new Entry(name, state.getStateSize(), Verdict.RESTORED);
    }
    return new Entry(name, 0, state.isFullyFinished() ? Verdict.FINISHED : Verdict.STATELESS);
  }

  private static Entry leftOver(OperatorState state) {
    String name =
        name(
            state.getOperatorUid().orElse(null),
            state.getOperatorName().orElse(null),
            state.getOperatorID());
    return hasState(state)
        ? new Entry(name, state.getStateSize(), Verdict.LOST)
        : new Entry(name, 0, Verdict.GONE);
  }

  private static boolean hasState(OperatorState state) {
    return state.getCoordinatorState() != null
        || state.getStates().stream().anyMatch(OperatorSubtaskState::hasState);
  }

  /** The id is made of the uid, so that is the name to keep. */
  private static String name(@Nullable String uid, @Nullable String name, OperatorID id) {
    if (uid != null) {
      return uid;
    }
    return name == null ? "operator " + id : name;
  }

  /** As Flink's scheduler decides it when it assigns state to the subtasks of a vertex. */
  private static List<String> obstacles(OperatorState state, JobVertex vertex) {
    List<String> obstacles = new ArrayList<>();
    int saved = state.getMaxParallelism();
    if (saved < vertex.getParallelism()) {
      obstacles.add(
          String.format(
              "The savepoint's state can be split for at most %d subtasks, and the pipeline has a"
                  + " parallelism of %d. Run it with --parallelism=%d or less.",
              saved, vertex.getParallelism(), saved));
    }
    int wanted = vertex.getMaxParallelism();
    if (wanted != JobVertex.MAX_PARALLELISM_DEFAULT && wanted != saved) {
      obstacles.add(
          String.format(
              "The savepoint's max parallelism is %d, and the pipeline's is %d. Run it with"
                  + " --maxParallelism=%d, or leave that option out.",
              saved, wanted, saved));
    }
    return obstacles;
  }
}

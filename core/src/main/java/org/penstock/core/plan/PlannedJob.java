package org.penstock.core.plan;

import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.penstock.core.Unsupported;

/**
 * A pipeline after translation.
 *
 * @param choice the path and why
 * @param environment holds the operators; has none where something is unsupported
 * @param transforms the transforms and their operators, in topological order
 * @param unsupported what cannot be run
 * @param plugins the plugins that are present, as messages name them
 */
public record PlannedJob(
    PathChoice choice,
    StreamExecutionEnvironment environment,
    List<PlannedTransform> transforms,
    List<Unsupported> unsupported,
    List<String> plugins) {
  /** Copies the lists. */
  public PlannedJob {
    transforms = List.copyOf(transforms);
    unsupported = List.copyOf(unsupported);
    plugins = List.copyOf(plugins);
  }

  /** Whether there is nothing to run, as for a pipeline without transforms. */
  public boolean isEmpty() {
    return environment.getTransformations().isEmpty();
  }
}

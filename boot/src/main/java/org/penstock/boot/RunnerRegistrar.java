package org.penstock.boot;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.runners.PipelineRunnerRegistrar;

/** Tells Beam of the runner; a named module cannot provide a service of Beam. */
public final class RunnerRegistrar implements PipelineRunnerRegistrar {
  /** Called by {@link java.util.ServiceLoader}. */
  public RunnerRegistrar() {}

  @Override
  @SuppressWarnings("unchecked") // A Class object cannot carry the wildcard that Beam asks for.
  public Iterable<Class<? extends PipelineRunner<?>>> getPipelineRunners() {
    List<Class<? extends PipelineRunner<?>>> runners = new ArrayList<>();
    for (Class<?> found : CoreClasses.find(CoreClasses.RUNNER, PipelineRunner.class)) {
      runners.add((Class<? extends PipelineRunner<?>>) found);
    }
    return runners;
  }
}

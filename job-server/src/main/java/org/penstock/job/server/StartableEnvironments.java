package org.penstock.job.server;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PipelineRefusedException;
import org.penstock.core.PluginCatalog;
import org.penstock.spi.TranslationPath;

/**
 * Looks whether there are plugins for the environments that a pipeline's workers need. A job would
 * find out only when it runs, and where it has checkpoints it would be restarted for ever.
 */
final class StartableEnvironments {
  /** The runner does these itself, whatever environment a client gives them. */
  private static final Set<String> OF_THE_RUNNER =
      Set.of(
          PTransformTranslation.IMPULSE_TRANSFORM_URN,
          PTransformTranslation.FLATTEN_TRANSFORM_URN,
          PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN,
          PTransformTranslation.RESHUFFLE_URN,
          PTransformTranslation.TEST_STREAM_TRANSFORM_URN);

  private static final String STANDARD = "beam:env:";

  private final NavigableSet<String> present;
  private final boolean workers;

  /**
   * @param present the URNs of the environments that can be started
   * @param workers whether there is a path that uses workers; without one nothing is checked, for
   *     such pipelines are refused anyway
   */
  StartableEnvironments(Set<String> present, boolean workers) {
    this.present = new TreeSet<>(present);
    this.workers = workers;
  }

  static StartableEnvironments of(PluginCatalog plugins) {
    return new StartableEnvironments(
        plugins.environments(),
        Arrays.stream(TranslationPath.values())
            .anyMatch(path -> path.portable() && isThere(path, plugins)));
  }

  private static boolean isThere(TranslationPath path, PluginCatalog plugins) {
    try {
      plugins.path(path);
      return true;
    } catch (PipelineRefusedException e) {
      return false;
    }
  }

  /**
   * Checks a pipeline.
   *
   * @throws IllegalArgumentException if a step needs an environment for which there is no plugin;
   *     the message says which to add
   */
  void check(RunnerApi.Pipeline pipeline, PenstockPipelineOptions options) {
    String path = options.getPath();
    if (!workers || (path != null && path.startsWith("classic"))) {
      return;
    }
    RunnerApi.Components components = pipeline.getComponents();
    for (RunnerApi.PTransform step : components.getTransformsMap().values()) {
      if (step.getSubtransformsCount() == 0
          && !step.getEnvironmentId().isEmpty()
          && !OF_THE_RUNNER.contains(step.getSpec().getUrn())) {
        check(step, components.getEnvironmentsOrThrow(step.getEnvironmentId()));
      }
    }
  }

  private void check(RunnerApi.PTransform step, RunnerApi.Environment environment) {
    List<String> offered =
        environment.getUrn().equals(PipelineEnvironments.ANY_OF)
            ? PipelineEnvironments.alternatives(environment).stream()
                .map(RunnerApi.Environment::getUrn)
                .toList()
            : List.of(environment.getUrn());
    if (offered.stream().noneMatch(present::contains)) {
      throw new IllegalArgumentException(
          String.format(
              "The step %s needs a worker in the environment %s, which no plugin here can start."
                  + " Present: %s. Add %s.",
              step.getUniqueName(),
              String.join(" or ", offered),
              present.isEmpty() ? "none" : String.join(", ", present),
              advice(offered)));
    }
  }

  private static String advice(List<String> offered) {
    NavigableSet<String> modules = new TreeSet<>();
    for (String urn : offered) {
      if (urn.startsWith(STANDARD)) {
        // Modules are named as the model names their environments.
        modules.add(
            "the module environments-" + urn.substring(STANDARD.length()).split(":", -1)[0]);
      }
    }
    return modules.isEmpty() ? "a plugin that provides it" : String.join(" or ", modules);
  }
}

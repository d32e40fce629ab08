package org.penstock.job.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.graph.PipelineValidator;

/**
 * Looks at what a client has sent, before anything else does: that all is there which it speaks of,
 * that it has no cycles, and that its environments are of kinds that exist.
 */
final class PipelineCheck {
  /** The environments of Beam's model, whether or not they can be started here. */
  private static final Set<String> STANDARD =
      Set.of(
          "beam:env:docker:v1",
          "beam:env:process:v1",
          "beam:env:external:v1",
          "beam:env:default:v1",
          PipelineEnvironments.EMBEDDED,
          PipelineEnvironments.ANY_OF);

  private final SortedSet<String> environments;

  /**
   * @param ofPlugins the URNs of the environments that plugins start
   */
  PipelineCheck(Set<String> ofPlugins) {
    environments = new TreeSet<>(STANDARD);
    environments.addAll(ofPlugins);
  }

  /**
   * Checks a pipeline.
   *
   * @throws IllegalArgumentException if something is wrong; the message names it
   */
  void check(RunnerApi.Pipeline pipeline) {
    RunnerApi.Components components = pipeline.getComponents();
    if (pipeline.getRootTransformIdsCount() == 0 && components.getTransformsCount() > 0) {
      throw new IllegalArgumentException("The pipeline has transforms, and none is a root.");
    }
    // Cycles first: what comes after follows references.
    Cycles.refuse("coders", components.getCodersMap().keySet(), id -> coders(id, components));
    Cycles.refuse(
        "transforms", components.getTransformsMap().keySet(), id -> parts(id, components));
    refuseCycleOfData(components);
    try {
      PipelineValidator.validate(pipeline);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(said(e), e);
    }
    checkEnvironments(components);
  }

  private static List<String> coders(String id, RunnerApi.Components components) {
    return components
        .getCodersOrDefault(id, RunnerApi.Coder.getDefaultInstance())
        .getComponentCoderIdsList();
  }

  private static List<String> parts(String id, RunnerApi.Components components) {
    return components
        .getTransformsOrDefault(id, RunnerApi.PTransform.getDefaultInstance())
        .getSubtransformsList();
  }

  private static void refuseCycleOfData(RunnerApi.Components components) {
    Map<String, List<String>> readers = new HashMap<>();
    List<String> leaves = new ArrayList<>();
    components
        .getTransformsMap()
        .forEach(
            (id, transform) -> {
              if (transform.getSubtransformsCount() == 0) {
                leaves.add(id);
                transform
                    .getInputsMap()
                    .values()
                    .forEach(in -> readers.computeIfAbsent(in, k -> new ArrayList<>()).add(id));
              }
            });
    Cycles.refuse(
        "transforms",
        leaves,
        id -> {
          RunnerApi.PTransform transform =
              components.getTransformsOrDefault(id, RunnerApi.PTransform.getDefaultInstance());
          Set<String> next = new LinkedHashSet<>();
          for (String output : transform.getOutputsMap().values()) {
            // A composite without parts may hand on what it was given.
            if (!transform.getInputsMap().containsValue(output)) {
              next.addAll(readers.getOrDefault(output, List.of()));
            }
          }
          return next;
        });
  }

  private void checkEnvironments(RunnerApi.Components components) {
    components
        .getTransformsMap()
        .forEach((id, one) -> refuseUnknown("transform", id, one.getEnvironmentId(), components));
    components
        .getWindowingStrategiesMap()
        .forEach(
            (id, one) ->
                refuseUnknown("windowing strategy", id, one.getEnvironmentId(), components));
    components.getEnvironmentsMap().forEach(this::checkUrn);
  }

  private static void refuseUnknown(
      String what, String id, String environment, RunnerApi.Components components) {
    if (!environment.isEmpty() && !components.containsEnvironments(environment)) {
      throw new IllegalArgumentException(
          String.format(
              "The %s %s names the environment %s, which the pipeline does not hold. It holds: %s.",
              what, id, environment, new TreeSet<>(components.getEnvironmentsMap().keySet())));
    }
  }

  private void checkUrn(String id, RunnerApi.Environment environment) {
    if (!environments.contains(environment.getUrn())) {
      throw new IllegalArgumentException(
          String.format(
              "The environment %s is of the kind '%s', which nobody here knows. Known: %s. Another"
                  + " kind needs a plugin that provides it.",
              id, environment.getUrn(), String.join(", ", environments)));
    }
    if (environment.getUrn().equals(PipelineEnvironments.ANY_OF)) {
      // One that is known among them is enough.
      List<RunnerApi.Environment> offered = PipelineEnvironments.alternatives(environment);
      if (offered.stream().noneMatch(one -> environments.contains(one.getUrn()))) {
        throw new IllegalArgumentException(
            String.format(
                "The environment %s offers %s, and nobody here knows any of them. Known: %s.",
                id,
                offered.stream().map(RunnerApi.Environment::getUrn).toList(),
                String.join(", ", environments)));
      }
    }
  }

  private static String said(Throwable failure) {
    StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      text.append(": ").append(cause.getMessage() == null ? cause : cause.getMessage());
    }
    return text.toString();
  }
}

package org.penstock.job.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/**
 * The environments of a pipeline, also those that are inside of others ({@code anyof}) and inside
 * of stages that were fused by the client.
 */
final class PipelineEnvironments {
  static final String ANY_OF = "beam:env:anyof:v1";
  static final String EMBEDDED = "beam:env:embedded:v1";

  /** What the Java SDK writes for {@link #EMBEDDED}. */
  private static final String JAVA_EMBEDDED = "EMBEDDED";

  private static final String STAGE = "beam:runner:executable_stage:v1";

  private PipelineEnvironments() {}

  /**
   * What the environments of a pipeline depend on, by names that {@link #withDependencies} knows.
   *
   * @throws IllegalArgumentException if a payload is broken
   */
  static Map<String, List<ArtifactInformation>> dependencies(RunnerApi.Components components) {
    Map<String, List<ArtifactInformation>> found = new LinkedHashMap<>();
    components
        .getEnvironmentsMap()
        .forEach(
            (id, environment) ->
                mapped(
                    id,
                    environment,
                    (name, one) -> {
                      if (one.getDependenciesCount() > 0) {
                        found.put(name, one.getDependenciesList());
                      }
                      return one;
                    }));
    return found;
  }

  /** The pipeline with other dependencies. */
  static RunnerApi.Pipeline withDependencies(
      RunnerApi.Pipeline pipeline, Map<String, List<ArtifactInformation>> dependencies) {
    return mapped(
        pipeline,
        (name, environment) -> {
          List<ArtifactInformation> others = dependencies.get(name);
          return others == null
              ? environment
              : environment.toBuilder().clearDependencies().addAllDependencies(others).build();
        });
  }

  /** The pipeline with the embedded environment named as the runner knows it. */
  static RunnerApi.Pipeline normalized(RunnerApi.Pipeline pipeline) {
    return mapped(pipeline, (name, environment) -> normalized(environment));
  }

  /** The environment as the runner knows it. */
  static Environment normalized(Environment environment) {
    return environment.getUrn().equals(JAVA_EMBEDDED)
        ? environment.toBuilder().setUrn(EMBEDDED).build()
        : environment;
  }

  /** Calls {@code change} with each environment that can be started, and its name. */
  private static RunnerApi.Pipeline mapped(
      RunnerApi.Pipeline pipeline, BiFunction<String, Environment, Environment> change) {
    Map<Environment, Environment> changes = new LinkedHashMap<>();
    pipeline
        .getComponents()
        .getEnvironmentsMap()
        .forEach((id, one) -> changes.put(one, mapped(id, one, change)));
    return changes.entrySet().stream().allMatch(one -> one.getKey().equals(one.getValue()))
        ? pipeline
        : pipeline.toBuilder().setComponents(replaced(pipeline.getComponents(), changes)).build();
  }

  private static Environment mapped(
      String name, Environment environment, BiFunction<String, Environment, Environment> change) {
    if (!environment.getUrn().equals(ANY_OF)) {
      return change.apply(name, environment);
    }
    RunnerApi.AnyOfEnvironmentPayload.Builder payload =
        RunnerApi.AnyOfEnvironmentPayload.newBuilder();
    int index = 0;
    for (Environment one : alternatives(environment)) {
      payload.addEnvironments(mapped(name + "/" + index++, one, change));
    }
    return environment.toBuilder().setPayload(payload.build().toByteString()).build();
  }

  /**
   * What an {@code anyof} environment offers.
   *
   * @throws IllegalArgumentException if its payload is broken
   */
  static List<Environment> alternatives(Environment environment) {
    try {
      return RunnerApi.AnyOfEnvironmentPayload.parseFrom(environment.getPayload())
          .getEnvironmentsList();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "The payload of an environment " + ANY_OF + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static RunnerApi.Components replaced(
      RunnerApi.Components components, Map<Environment, Environment> changes) {
    RunnerApi.Components.Builder replaced = components.toBuilder();
    components
        .getEnvironmentsMap()
        .forEach((id, one) -> replaced.putEnvironments(id, changes.getOrDefault(one, one)));
    components
        .getTransformsMap()
        .forEach(
            (id, transform) -> {
              if (transform.getSpec().getUrn().equals(STAGE)) {
                replaced.putTransforms(id, replaced(id, transform, changes));
              }
            });
    return replaced.build();
  }

  /** A stage that the client fused carries copies of its environment. */
  private static RunnerApi.PTransform replaced(
      String id, RunnerApi.PTransform transform, Map<Environment, Environment> changes) {
    try {
      RunnerApi.ExecutableStagePayload payload =
          RunnerApi.ExecutableStagePayload.parseFrom(transform.getSpec().getPayload());
      RunnerApi.ExecutableStagePayload replaced =
          payload.toBuilder()
              .setEnvironment(
                  changes.getOrDefault(payload.getEnvironment(), payload.getEnvironment()))
              .setComponents(replaced(payload.getComponents(), changes))
              .build();
      return transform.toBuilder()
          .setSpec(transform.getSpec().toBuilder().setPayload(replaced.toByteString()))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "The payload of the stage " + id + " cannot be read: " + e.getMessage(), e);
    }
  }
}

package org.penstock.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * What decides the path of a pipeline.
 *
 * @param unbounded the names of the PCollections and test streams that make it unbounded
 * @param foreign the environments whose user code is not Java, as messages name them
 */
record PipelineProfile(List<String> unbounded, List<String> foreign) {
  private static final String SDK_CAPABILITY = "beam:version:sdk_base:";
  private static final String JAVA_DO_FN = "beam:dofn:javasdk:";

  /** Copies the lists. */
  public PipelineProfile {
    unbounded = List.copyOf(unbounded);
    foreign = List.copyOf(foreign);
  }

  /** The profile of a pipeline. */
  public static PipelineProfile of(RunnerApi.Pipeline pipeline) {
    RunnerApi.Components components = pipeline.getComponents();
    return new PipelineProfile(unbounded(components), foreign(components));
  }

  private static List<String> unbounded(RunnerApi.Components components) {
    List<String> names = new ArrayList<>();
    for (RunnerApi.PCollection pcollection : components.getPcollectionsMap().values()) {
      if (pcollection.getIsBounded() == RunnerApi.IsBounded.Enum.UNBOUNDED) {
        names.add(pcollection.getUniqueName());
      }
    }
    for (RunnerApi.PTransform transform : components.getTransformsMap().values()) {
      if (transform.getSpec().getUrn().equals(PTransformTranslation.TEST_STREAM_TRANSFORM_URN)) {
        names.add(transform.getUniqueName());
      }
    }
    return names;
  }

  private static List<String> foreign(RunnerApi.Components components) {
    Set<String> used = new LinkedHashSet<>();
    for (RunnerApi.PTransform transform : components.getTransformsMap().values()) {
      if (!transform.getEnvironmentId().isEmpty()) {
        used.add(transform.getEnvironmentId());
      }
    }
    List<String> foreign = new ArrayList<>();
    for (String id : used) {
      RunnerApi.Environment environment =
          components.getEnvironmentsOrDefault(id, RunnerApi.Environment.getDefaultInstance());
      if (!isJava(id, environment, components)) {
        foreign.add(id + " (" + environment.getUrn() + ")");
      }
    }
    return foreign;
  }

  /**
   * An environment says by a capability which SDK it holds. One that says nothing is Java if all
   * its DoFns are serialized Java objects.
   */
  private static boolean isJava(
      String id, RunnerApi.Environment environment, RunnerApi.Components components) {
    for (String capability : environment.getCapabilitiesList()) {
      if (capability.startsWith(SDK_CAPABILITY)) {
        return capability.substring(SDK_CAPABILITY.length()).contains("java");
      }
    }
    for (Map.Entry<String, RunnerApi.PTransform> entry : components.getTransformsMap().entrySet()) {
      RunnerApi.PTransform transform = entry.getValue();
      if (transform.getEnvironmentId().equals(id)
          && transform.getSpec().getUrn().equals(PTransformTranslation.PAR_DO_TRANSFORM_URN)
          && !ParDos.payload(entry.getKey(), transform).getDoFn().getUrn().startsWith(JAVA_DO_FN)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the pipeline may never end. */
  public boolean isUnbounded() {
    return !unbounded.isEmpty();
  }

  /** Whether all user code is Java. */
  public boolean isJava() {
    return foreign.isEmpty();
  }
}

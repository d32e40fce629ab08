package org.penstock.core.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardRequirements;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.penstock.core.Unsupported;

/**
 * The requirements of a pipeline: what a runner must understand for not to run it wrongly. Those of
 * Beam show in the payloads too, where a path that cannot meet one refuses the transform.
 */
final class Requirements {
  private static final Set<String> KNOWN =
      Arrays.stream(StandardRequirements.Enum.values())
          .filter(requirement -> requirement != StandardRequirements.Enum.UNRECOGNIZED)
          .map(BeamUrns::getUrn)
          .collect(Collectors.toUnmodifiableSet());

  private Requirements() {}

  static List<Unsupported> unknown(RunnerApi.Pipeline pipeline) {
    return pipeline.getRequirementsList().stream()
        .filter(urn -> !KNOWN.contains(urn))
        .map(
            urn ->
                new Unsupported(
                    "pipeline",
                    urn,
                    "The pipeline requires this, and the runner does not know it."))
        .toList();
  }
}

package org.penstock.job.server;

import java.util.List;
import java.util.Optional;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionRequest;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionResponse;
import org.apache.beam.model.pipeline.v1.ExternalTransforms.SchemaTransformPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/** Says of transforms that are not registered here what would bring them. */
final class MissingTransforms {
  /** How Beam's service, which has no other sign for it, begins to tell of an unknown transform. */
  private static final List<String> UNKNOWN =
      List.of("Unknown urn", "Did not find a SchemaTransformProvider");

  private static final String SCHEMA_TRANSFORM = "beam:expansion:payload:schematransform:v1";

  private MissingTransforms() {}

  /** The same answer, or where it says that a transform is unknown, one that says what to do. */
  static ExpansionResponse explained(ExpansionRequest request, ExpansionResponse response) {
    String error = response.getError();
    if (UNKNOWN.stream().noneMatch(error::contains)) {
      return response;
    }
    String identifier = identifier(request.getTransform().getSpec());
    String remedy =
        folder(identifier)
            .map(
                name ->
                    "A full distribution has it in the folder expansion/%s, which this one lacks: add"
                            .formatted(name)
                        + " that folder, or penstock-expansion-%s and what it depends on to the class path"
                            .formatted(name)
                        + " of the job server.")
            .orElse(
                "Add the jar with its ExternalTransformRegistrar or SchemaTransformProvider, and what"
                    + " it depends on, to a folder below expansion/, or to the class path of the job"
                    + " server.");
    return response.toBuilder()
        .setError(
            "The transform %s is not registered with this expansion service. %s\n%s"
                .formatted(identifier, remedy, error))
        .build();
  }

  private static String identifier(FunctionSpec spec) {
    if (spec.getUrn().equals(SCHEMA_TRANSFORM)) {
      try {
        return SchemaTransformPayload.parseFrom(spec.getPayload()).getIdentifier();
      } catch (InvalidProtocolBufferException e) {
        return spec.getUrn();
      }
    }
    return spec.getUrn();
  }

  private static Optional<String> folder(String identifier) {
    if (identifier.contains(":kafka_")) {
      return Optional.of("kafka");
    }
    return identifier.contains(":sql:") ? Optional.of("sql") : Optional.empty();
  }
}

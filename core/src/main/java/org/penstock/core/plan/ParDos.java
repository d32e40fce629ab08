package org.penstock.core.plan;

import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/** The payload that ParDos and the parts of splittable ParDos share. */
final class ParDos {
  /** The URNs whose payload is a {@link RunnerApi.ParDoPayload}. */
  static final Set<String> URNS =
      Set.of(
          PTransformTranslation.PAR_DO_TRANSFORM_URN,
          PTransformTranslation.SPLITTABLE_PAIR_WITH_RESTRICTION_URN,
          PTransformTranslation.SPLITTABLE_SPLIT_AND_SIZE_RESTRICTIONS_URN,
          PTransformTranslation.SPLITTABLE_TRUNCATE_SIZED_RESTRICTION_URN,
          PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN);

  private ParDos() {}

  /**
   * The payload of a transform with one of {@link #URNS}.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  static RunnerApi.ParDoPayload payload(String id, RunnerApi.PTransform transform) {
    try {
      return RunnerApi.ParDoPayload.parseFrom(transform.getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          String.format(
              "The payload of the transform %s (%s, id %s) is no ParDoPayload: %s",
              transform.getUniqueName(), transform.getSpec().getUrn(), id, e.getMessage()),
          e);
    }
  }
}

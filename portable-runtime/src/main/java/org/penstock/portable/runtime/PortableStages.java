package org.penstock.portable.runtime;

import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/** What may be in a stage that runs in an SDK harness. */
public final class PortableStages {
  /** The transforms with a payload of a ParDo. */
  static final Set<String> PAR_DOS =
      Set.of(
          PTransformTranslation.PAR_DO_TRANSFORM_URN,
          PTransformTranslation.SPLITTABLE_PAIR_WITH_RESTRICTION_URN,
          PTransformTranslation.SPLITTABLE_SPLIT_AND_SIZE_RESTRICTIONS_URN,
          PTransformTranslation.SPLITTABLE_TRUNCATE_SIZED_RESTRICTION_URN,
          PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN);

  /** What Python's fuser gives the inputs of a Flatten the coder of its output with. */
  private static final String IDENTITY_URN = "beam:dofn:identity:0.1";

  /** The URNs of the transforms that the harnesses run. */
  public static final Set<String> URNS =
      Set.of(
          PTransformTranslation.PAR_DO_TRANSFORM_URN,
          PTransformTranslation.SPLITTABLE_PAIR_WITH_RESTRICTION_URN,
          PTransformTranslation.SPLITTABLE_SPLIT_AND_SIZE_RESTRICTIONS_URN,
          PTransformTranslation.SPLITTABLE_TRUNCATE_SIZED_RESTRICTION_URN,
          PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN,
          Retype.URN,
          IDENTITY_URN,
          PTransformTranslation.ASSIGN_WINDOWS_TRANSFORM_URN,
          PTransformTranslation.MAP_WINDOWS_TRANSFORM_URN,
          PTransformTranslation.MERGE_WINDOWS_TRANSFORM_URN,
          PTransformTranslation.TO_STRING_TRANSFORM_URN,
          PTransformTranslation.COMBINE_PER_KEY_PRECOMBINE_TRANSFORM_URN,
          PTransformTranslation.COMBINE_PER_KEY_MERGE_ACCUMULATORS_TRANSFORM_URN,
          PTransformTranslation.COMBINE_PER_KEY_EXTRACT_OUTPUTS_TRANSFORM_URN,
          PTransformTranslation.COMBINE_PER_KEY_CONVERT_TO_ACCUMULATORS_TRANSFORM_URN,
          PTransformTranslation.COMBINE_GROUPED_VALUES_TRANSFORM_URN);

  private PortableStages() {}

  /**
   * The payload of a transform that is a ParDo or a part of a splittable one.
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

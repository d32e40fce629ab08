package org.penstock.runtime;

import java.util.Collection;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.penstock.spi.TransformNode;

/** What translators ask of a transform's inputs and outputs. */
public final class Nodes {
  private Nodes() {}

  /** The id of the only input. */
  public static String onlyInput(TransformNode node) {
    return only("input", node, node.transform().getInputsMap().values());
  }

  /** The id of the only output. */
  public static String onlyOutput(TransformNode node) {
    return only("output", node, node.transform().getOutputsMap().values());
  }

  private static String only(String what, TransformNode node, Collection<String> ids) {
    if (ids.size() != 1) {
      throw new IllegalArgumentException(
          "Transform " + node.name() + ": expected one " + what + ", found " + ids.size());
    }
    return ids.iterator().next();
  }

  /**
   * The payload of a ParDo; an empty one of a transform that is none.
   *
   * @throws IllegalArgumentException if it is broken
   */
  public static RunnerApi.ParDoPayload parDo(TransformNode node) {
    if (!node.urn().equals(PTransformTranslation.PAR_DO_TRANSFORM_URN)) {
      return RunnerApi.ParDoPayload.getDefaultInstance();
    }
    try {
      return RunnerApi.ParDoPayload.parseFrom(node.transform().getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "Transform " + node.name() + ": its ParDo payload cannot be read", e);
    }
  }

  /** Whether it is a ParDo that may set timers of processing time. */
  public static boolean hasProcessingTimers(TransformNode node) {
    return parDo(node).getTimerFamilySpecsMap().values().stream()
        .anyMatch(timer -> timer.getTimeDomain() == RunnerApi.TimeDomain.Enum.PROCESSING_TIME);
  }

  /** The coder as one of key-value pairs. */
  @SuppressWarnings("unchecked") // the transform takes pairs of just these types
  public static <K, V> KvCoder<K, V> pairs(TransformNode node, Coder<?> coder) {
    if (coder instanceof KvCoder<?, ?> pairs) {
      return (KvCoder<K, V>) pairs;
    }
    throw new IllegalArgumentException(
        "Transform " + node.name() + ": expected a coder of key-value pairs, found " + coder);
  }
}

package org.penstock.classic.runtime.combine;

import java.io.Serializable;
import org.apache.beam.model.pipeline.v1.RunnerApi.CombinePayload;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.CombineFnBase.GlobalCombineFn;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.TaskMetrics;
import org.penstock.spi.TransformNode;

/**
 * A combine function, as it travels to the task. It has no side inputs: Beam takes a combine with
 * such apart.
 *
 * @param step the full name of the transform
 * @param fn the function
 * @param accumulatorCoder the coder of its accumulators
 */
public record CombineStep<InputT, AccumT, OutputT>(
    String step, GlobalCombineFn<InputT, AccumT, OutputT> fn, Coder<AccumT> accumulatorCoder)
    implements Serializable {

  /**
   * The function of a {@code Combine.perKey}.
   *
   * @throws IllegalArgumentException if the transform's payload cannot be read
   */
  @SuppressWarnings("unchecked") // the payload's function combines the values of the input
  public static CombineStep<Object, Object, Object> of(
      TransformNode node, PipelineComponents components) {
    try {
      CombinePayload payload = CombinePayload.parseFrom(node.transform().getSpec().getPayload());
      GlobalCombineFn<Object, Object, Object> fn =
          (GlobalCombineFn<Object, Object, Object>)
              SerializableUtils.deserializeFromByteArray(
                  payload.getCombineFn().getPayload().toByteArray(), "combine function");
      Coder<Object> accumulators =
          (Coder<Object>) components.coder(payload.getAccumulatorCoderId());
      return new CombineStep<>(node.name(), fn, accumulators);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Transform " + node.name() + ": its combine payload cannot be read", e);
    }
  }

  /** The function in a task. */
  public RunningCombine<InputT, AccumT, OutputT> open(
      PipelineOptions options, TaskMetrics metrics) {
    return new RunningCombine<>(this, options, metrics.container(step));
  }
}

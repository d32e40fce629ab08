package org.penstock.classic.streaming;

import org.apache.beam.model.pipeline.v1.RunnerApi.CombinePayload;
import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.CombineFnBase.GlobalCombineFn;
import org.apache.beam.sdk.util.AppliedCombineFn;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.penstock.runtime.Nodes;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** {@code Combine.perKey}. */
final class CombinePerKeyTranslator implements TransformTranslator {
  @Override
  public String urn() {
    return PTransformTranslation.COMBINE_PER_KEY_TRANSFORM_URN;
  }

  @Override
  @SuppressWarnings("unchecked") // the payload's function combines the values of the input
  public void translate(TransformNode node, TranslationContext context) {
    CombinePayload payload;
    GlobalCombineFn<Object, Object, Object> fn;
    try {
      payload = CombinePayload.parseFrom(node.transform().getSpec().getPayload());
      fn =
          (GlobalCombineFn<Object, Object, Object>)
              SerializableUtils.deserializeFromByteArray(
                  payload.getCombineFn().getPayload().toByteArray(), "combine function");
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Transform " + node.name() + ": its combine payload cannot be read", e);
    }
    Coder<Object> accumulators =
        (Coder<Object>)
            StreamingGraph.of(context).components().coder(payload.getAccumulatorCoderId());
    Coder<Object> keys = GroupByKeyTranslator.pairs(node, context).getKeyCoder();
    context.produce(
        Nodes.onlyOutput(node),
        GroupByKeyTranslator.triggered(
            node,
            () ->
                SystemReduceFn.combining(
                    keys, AppliedCombineFn.withAccumulatorCoder(fn, accumulators)),
            context));
    context.explain(node, "triggered combine");
  }
}

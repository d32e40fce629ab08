package org.penstock.portable.runtime;

import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.RemoteGrpcPort;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues.FullWindowedValueCoder;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/** The input of a stage that reads groups of which a part may have stayed with the runner. */
final class StateBackedInput {
  /** What an SDK says that can read such groups. */
  static final String CAPABILITY = ModelCoders.STATE_BACKED_ITERABLE_CODER_URN;

  private static final String STATE_BACKED = "-state-backed";

  private StateBackedInput() {}

  /** Whether that writes groups: pairs of a key and an iterable of values. */
  static boolean isOfGroups(Coder<WindowedValue<?>> wire) {
    Coder<?> coder = wire;
    return coder instanceof FullWindowedValueCoder<?> windowed
        && windowed.getValueCoder() instanceof KvCoder<?, ?> pairs
        && pairs.getValueCoder() instanceof IterableCoder<?>;
  }

  /**
   * The coder by which such groups are written.
   *
   * @param wire a coder that {@link #isOfGroups}
   */
  @SuppressWarnings("unchecked") // of windowed values, as the coder before was
  static Coder<WindowedValue<?>> coder(Coder<WindowedValue<?>> wire, KeptGroups groups) {
    FullWindowedValueCoder<?> windowed = (FullWindowedValueCoder<?>) (Coder<?>) wire;
    KvCoder<?, ?> pairs = (KvCoder<?, ?>) windowed.getValueCoder();
    IterableCoder<?> values = (IterableCoder<?>) pairs.getValueCoder();
    Coder<?> changed =
        FullWindowedValueCoder.of(
            KvCoder.of(pairs.getKeyCoder(), groups.coder(values.getElemCoder())),
            windowed.getWindowCoder());
    return (Coder<WindowedValue<?>>) changed;
  }

  /**
   * Tells the worker how groups are written.
   *
   * @param inputId the transform that reads the input, which is of groups
   */
  static ProcessBundleDescriptor told(ProcessBundleDescriptor descriptor, String inputId) {
    RunnerApi.PTransform input = descriptor.getTransformsOrThrow(inputId);
    RemoteGrpcPort port;
    try {
      port = RemoteGrpcPort.parseFrom(input.getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("The input of a stage has a payload of another kind", e);
    }
    ProcessBundleDescriptor.Builder changed = descriptor.toBuilder();
    String windowedId = port.getCoderId();
    RunnerApi.Coder windowed = coder(descriptor, windowedId, ModelCoders.WINDOWED_VALUE_CODER_URN);
    String pairsId = windowed.getComponentCoderIds(0);
    RunnerApi.Coder pairs = coder(descriptor, pairsId, ModelCoders.KV_CODER_URN);
    String valuesId = pairs.getComponentCoderIds(1);
    RunnerApi.Coder values = coder(descriptor, valuesId, ModelCoders.ITERABLE_CODER_URN);
    changed
        .putCoders(valuesId + STATE_BACKED, withUrn(values, CAPABILITY))
        .putCoders(
            pairsId + STATE_BACKED,
            pairs.toBuilder().setComponentCoderIds(1, valuesId + STATE_BACKED).build())
        .putCoders(
            windowedId + STATE_BACKED,
            windowed.toBuilder().setComponentCoderIds(0, pairsId + STATE_BACKED).build());
    RunnerApi.PTransform.Builder reading = input.toBuilder();
    reading
        .getSpecBuilder()
        .setPayload(port.toBuilder().setCoderId(windowedId + STATE_BACKED).build().toByteString());
    return changed.putTransforms(inputId, reading.build()).build();
  }

  private static RunnerApi.Coder withUrn(RunnerApi.Coder coder, String urn) {
    return coder.toBuilder().setSpec(RunnerApi.FunctionSpec.newBuilder().setUrn(urn)).build();
  }

  private static RunnerApi.Coder coder(ProcessBundleDescriptor in, String id, String urn) {
    RunnerApi.Coder coder = in.getCodersOrThrow(id);
    if (!coder.getSpec().getUrn().equals(urn)) {
      throw new IllegalStateException(
          String.format(
              "Expected the coder %s of a stage's input to be %s, found %s",
              id, urn, coder.getSpec().getUrn()));
    }
    return coder;
  }
}

package org.penstock.portable.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleRequest.CacheToken;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/** Says which state a worker may keep from one bundle to the next. */
final class CacheTokens {
  private CacheTokens() {}

  /**
   * The tokens of a stage for as long as it is open: nobody else changes its user state meanwhile.
   */
  static List<CacheToken> of(PortableStageSpec spec, boolean sideInputsAreFixed) {
    ByteString token = ByteString.copyFromUtf8(UUID.randomUUID().toString());
    List<CacheToken> tokens = new ArrayList<>();
    if (spec.hasState() && !hasMultimap(spec)) {
      tokens.add(
          CacheToken.newBuilder()
              .setUserState(CacheToken.UserState.getDefaultInstance())
              .setToken(token)
              .build());
    }
    if (sideInputsAreFixed) {
      for (SideInputRef sideInput : spec.sideInputs()) {
        tokens.add(
            CacheToken.newBuilder()
                .setSideInput(
                    CacheToken.SideInput.newBuilder()
                        .setTransformId(sideInput.transformId())
                        .setSideInputId(sideInput.tag()))
                .setToken(token)
                .build());
      }
    }
    return List.copyOf(tokens);
  }

  /**
   * The Java harness 2.72.0 keeps the entries of a multimap as they were when it first read them,
   * and forgets to add what the bundles since have put in.
   */
  private static boolean hasMultimap(PortableStageSpec spec) {
    return spec.parsed().getUserStatesList().stream()
        .map(
            state ->
                PortableStages.payload(
                        state.getTransformId(), spec.transform(state.getTransformId()))
                    .getStateSpecsOrThrow(state.getLocalName()))
        .anyMatch(RunnerApi.StateSpec::hasMultimapSpec);
  }
}

package org.penstock.job.server;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Coder;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;

/** A pipeline of another SDK: an impulse and a ParDo. */
final class ForeignPipeline {
  private ForeignPipeline() {}

  static RunnerApi.Pipeline of(String environmentUrn) {
    return of(RunnerApi.Environment.newBuilder().setUrn(environmentUrn).build());
  }

  static RunnerApi.Pipeline of(RunnerApi.Environment environment) {
    RunnerApi.Components.Builder components = RunnerApi.Components.newBuilder();
    components.putEnvironments(
        "env",
        environment.toBuilder()
            .addCapabilities("beam:version:sdk_base:apache/beam_python3.11_sdk")
            .build());
    components.putCoders("bytes", Coder.newBuilder().setSpec(spec("beam:coder:bytes:v1")).build());
    components.putCoders(
        "window", Coder.newBuilder().setSpec(spec("beam:coder:global_window:v1")).build());
    components.putWindowingStrategies(
        "global",
        RunnerApi.WindowingStrategy.newBuilder()
            .setWindowFn(spec("beam:window_fn:global_windows:v1"))
            .setWindowCoderId("window")
            .setEnvironmentId("env")
            .build());
    components.putPcollections("one", collection("one"));
    components.putPcollections("two", collection("two"));
    components.putTransforms(
        "impulse",
        PTransform.newBuilder()
            .setUniqueName("Impulse")
            .setSpec(spec("beam:transform:impulse:v1"))
            .putOutputs("out", "one")
            .build());
    components.putTransforms(
        "pardo",
        PTransform.newBuilder()
            .setUniqueName("Look")
            .setEnvironmentId("env")
            .setSpec(
                spec("beam:transform:pardo:v1").toBuilder()
                    .setPayload(
                        RunnerApi.ParDoPayload.newBuilder()
                            .setDoFn(spec("beam:dofn:pickled_python_info:v1"))
                            .build()
                            .toByteString()))
            .putInputs("in", "one")
            .putOutputs("out", "two")
            .build());
    return RunnerApi.Pipeline.newBuilder()
        .setComponents(components)
        .addRootTransformIds("impulse")
        .addRootTransformIds("pardo")
        .build();
  }

  static FunctionSpec spec(String urn) {
    return FunctionSpec.newBuilder().setUrn(urn).build();
  }

  private static PCollection collection(String name) {
    return PCollection.newBuilder()
        .setUniqueName(name)
        .setCoderId("bytes")
        .setWindowingStrategyId("global")
        .setIsBounded(RunnerApi.IsBounded.Enum.BOUNDED)
        .build();
  }
}

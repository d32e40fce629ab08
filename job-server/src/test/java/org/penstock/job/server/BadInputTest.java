package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.CallOptions;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.MethodDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ClientCalls;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a job is told at once, and hurts nobody else. */
final class BadInputTest {
  private static final int MOST_BYTES = 1 << 20;

  private static JobServer server;
  private TestClient client;

  @BeforeAll
  static void startServer() throws IOException {
    server =
        JobServer.start(
            JobServerSettings.defaults()
                .with(JobServerSettings.Limits.defaults().withMaxMessageBytes(MOST_BYTES)));
  }

  @AfterAll
  static void closeServer() {
    server.close();
  }

  @BeforeEach
  void connect() {
    client = new TestClient(server);
  }

  /** The server keeps serving. */
  @AfterEach
  void disconnect() {
    try (TestClient open = client) {
      String id = open.prepare(Pipelines.counting()).getPreparationId();
      assertThat(open.state(id)).isEqualTo(JobState.Enum.STOPPED);
    }
  }

  private static void assertRefused(Status.Code code, ThrowingCallable call, String... texts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).contains(texts);
            });
  }

  private void assertRefused(RunnerApi.Pipeline pipeline, String... texts) {
    assertRefused(Status.Code.INVALID_ARGUMENT, () -> client.prepare(pipeline), texts);
  }

  @Test
  void bytesThatAreNoMessage() {
    assertRefused(
        Status.Code.INVALID_ARGUMENT,
        () -> sendToPrepare(new byte[] {(byte) 0x0a, (byte) 0xff, 1, 2, 3}),
        "JobService/Prepare",
        "cannot be read");
  }

  private void sendToPrepare(byte[] bytes) {
    MethodDescriptor<byte[], JobApi.PrepareJobResponse> method =
        JobServiceGrpc.getPrepareMethod().toBuilder(
                new RawBytes(), JobServiceGrpc.getPrepareMethod().getResponseMarshaller())
            .build();
    ClientCalls.blockingUnaryCall(client.jobChannel, method, CallOptions.DEFAULT, bytes);
  }

  private static final class RawBytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aMessageThatIsTooLarge() {
    RunnerApi.Pipeline large =
        RunnerApi.Pipeline.newBuilder()
            .addRequirementsBytes(ByteString.copyFrom(new byte[MOST_BYTES]))
            .build();

    assertRefused(Status.Code.RESOURCE_EXHAUSTED, () -> client.prepare(large), "exceeds maximum");
  }

  @Test
  void aCycleOfData() {
    RunnerApi.Pipeline good = ForeignPipeline.of("beam:env:external:v1");
    RunnerApi.Components.Builder components = good.getComponents().toBuilder();
    components.putTransforms(
        "back",
        components.getTransformsOrThrow("pardo").toBuilder()
            .setUniqueName("Back")
            .putInputs("in", "two")
            .putOutputs("out", "three")
            .build());
    components.putTransforms(
        "pardo",
        components.getTransformsOrThrow("pardo").toBuilder().putInputs("more", "three").build());
    components.putPcollections(
        "three",
        components.getPcollectionsOrThrow("two").toBuilder().setUniqueName("three").build());

    assertRefused(
        good.toBuilder().setComponents(components).addRootTransformIds("back").build(),
        "cycle through the transforms",
        "pardo",
        "back");
  }

  @Test
  void aTransformThatIsAPartOfItself() {
    RunnerApi.Pipeline good = ForeignPipeline.of("beam:env:external:v1");
    RunnerApi.Components.Builder components = good.getComponents().toBuilder();
    components.putTransforms(
        "pardo",
        components.getTransformsOrThrow("pardo").toBuilder().addSubtransforms("pardo").build());

    assertRefused(
        good.toBuilder().setComponents(components).build(),
        "cycle through the transforms pardo -> pardo");
  }

  @Test
  void aCoderThatIsAPartOfItself() {
    RunnerApi.Pipeline good = ForeignPipeline.of("beam:env:external:v1");
    RunnerApi.Components.Builder components = good.getComponents().toBuilder();
    components.putCoders(
        "bytes",
        components.getCodersOrThrow("bytes").toBuilder().addComponentCoderIds("bytes").build());

    assertRefused(
        good.toBuilder().setComponents(components).build(),
        "cycle through the coders bytes -> bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"transform", "pcollection", "coder", "strategy", "environment"})
  void aComponentThatIsMissing(String kind) {
    RunnerApi.Pipeline good = ForeignPipeline.of("beam:env:external:v1");
    RunnerApi.Components.Builder components = good.getComponents().toBuilder();
    String gone =
        switch (kind) {
          case "transform" -> {
            components.removeTransforms("pardo");
            yield "pardo";
          }
          case "pcollection" -> {
            components.removePcollections("one");
            yield "one";
          }
          case "coder" -> {
            components.removeCoders("bytes");
            yield "bytes";
          }
          case "strategy" -> {
            components.removeWindowingStrategies("global");
            yield "global";
          }
          default -> {
            components.removeEnvironments("env");
            yield "env";
          }
        };

    assertRefused(good.toBuilder().setComponents(components).build(), gone);
  }

  @Test
  void aKindOfEnvironmentThatNobodyKnows() {
    assertRefused(
        ForeignPipeline.of("beam:env:moon:v1"),
        "The environment env is of the kind 'beam:env:moon:v1', which nobody here knows",
        "beam:env:process:v1");
  }

  @Test
  void anEnvironmentWhoseModuleIsMissing(@TempDir Path folder) throws Exception {
    try (JobServer own = ForeignPath.server(folder);
        TestClient there = new TestClient(own)) {
      assertRefused(
          Status.Code.INVALID_ARGUMENT,
          () -> there.prepare(ForeignPipeline.of("beam:env:docker:v1"), Map.of()),
          "The step Look needs a worker in the environment beam:env:docker:v1",
          "Add the module environments-docker");
      assertThat(there.prepare(Pipelines.counting()).getPreparationId()).isNotEmpty();
    }
  }

  /** In the middle of everything that it may ask for. */
  @Test
  void aClientThatVanishes() {
    String job;
    try (TestClient vanishing = new TestClient(server)) {
      job = vanishing.run(Pipelines.endless());
      vanishing.await(job, JobState.Enum.RUNNING);
      assertThat(vanishing.messages(job).hasNext()).isTrue();
      assertThat(vanishing.states(job).hasNext()).isTrue();
    }

    assertThat(client.state(job)).isEqualTo(JobState.Enum.RUNNING);
    assertThat(client.await(client.run(Pipelines.counting()))).isEqualTo(JobState.Enum.DONE);
    client.cancel(job);
    assertThat(client.await(job)).isEqualTo(JobState.Enum.CANCELLED);
  }

  @Test
  void aPayloadThatIsBroken() {
    RunnerApi.Pipeline good = ForeignPipeline.of("beam:env:external:v1");
    RunnerApi.Components.Builder components = good.getComponents().toBuilder();
    RunnerApi.PTransform pardo = components.getTransformsOrThrow("pardo");
    components.putTransforms(
        "pardo",
        pardo.toBuilder()
            .setSpec(
                pardo.getSpec().toBuilder()
                    .setPayload(ByteString.copyFromUtf8("\u000f no payload")))
            .build());

    assertRefused(good.toBuilder().setComponents(components).build(), "transform pardo");
  }

  @Test
  void anOptionOfAnotherType() {
    assertRefused(
        Status.Code.INVALID_ARGUMENT,
        () -> client.prepare(Pipelines.counting(), Map.of("parallelism", TestClient.text("many"))),
        "The pipeline option parallelism cannot be read",
        "many");
  }

  @Test
  void anOptionWithoutItsUrn() {
    assertRefused(
        Status.Code.INVALID_ARGUMENT,
        () ->
            client
                .jobs()
                .prepare(
                    JobApi.PrepareJobRequest.newBuilder()
                        .setPipeline(Pipelines.counting())
                        .setPipelineOptions(
                            Struct.newBuilder().putFields("parallelism", TestClient.text("1")))
                        .build()),
        "The pipeline option parallelism is not named as it should be",
        "beam:option:NAME:v1");
  }

  @Test
  void aMasterThatIsNoAddressFailsTheJobWithTheReason() {
    String job =
        client.run(
            client
                .prepare(
                    Pipelines.counting(),
                    Map.of(
                        "path", TestClient.text("classic-batch"),
                        "flink_master", TestClient.text("nowhere")))
                .getPreparationId());

    StringBuilder errors = new StringBuilder();
    client
        .messages(job)
        .forEachRemaining(one -> errors.append(one.getMessageResponse().getMessageText()));

    assertThat(client.state(job)).isEqualTo(JobState.Enum.FAILED);
    assertThat(errors).contains("--flinkMaster takes").contains("nowhere");
  }
}

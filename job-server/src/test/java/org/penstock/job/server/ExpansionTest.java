package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionRequest;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionResponse;
import org.apache.beam.model.expansion.v1.ExpansionServiceGrpc;
import org.apache.beam.model.pipeline.v1.ExternalTransforms.ExternalConfigurationPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaTranslation;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Java transforms for pipelines of other SDKs. */
final class ExpansionTest {
  private JobServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    server = JobServer.start(JobServerSettings.defaults());
    channel = TestClient.channel(server.expansionPort().orElseThrow());
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
  }

  private ExpansionResponse expand(String urn, ByteString payload) {
    RunnerApi.Pipeline pipeline = ForeignPipeline.of("beam:env:external:v1");
    return ExpansionServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .expand(
            ExpansionRequest.newBuilder()
                .setNamespace("ns")
                .setComponents(pipeline.getComponents())
                .setTransform(
                    RunnerApi.PTransform.newBuilder()
                        .setUniqueName("Numbers")
                        .setSpec(
                            RunnerApi.FunctionSpec.newBuilder().setUrn(urn).setPayload(payload)))
                .build());
  }

  private static ByteString numbersTo(long stop) throws IOException {
    Schema schema = Schema.builder().addInt64Field("start").addNullableInt64Field("stop").build();
    Row row = Row.withSchema(schema).addValues(0L, stop).build();
    return ExternalConfigurationPayload.newBuilder()
        .setSchema(SchemaTranslation.schemaToProto(schema, true))
        .setPayload(ByteString.copyFrom(CoderUtils.encodeToByteArray(RowCoder.of(schema), row)))
        .build()
        .toByteString();
  }

  @Test
  void expandsATransformOfARegistrarIntoTheEmbeddedEnvironment() throws IOException {
    ExpansionResponse response = expand("beam:external:java:generate_sequence:v1", numbersTo(10));

    assertThat(response.getError()).isEmpty();
    assertThat(response.getTransform().getOutputsMap()).hasSize(1);
    assertThat(response.getTransform().getSubtransformsList()).isNotEmpty();
    assertThat(response.getComponents().getEnvironmentsMap())
        .containsKey("env")
        .anySatisfy(
            (id, environment) -> {
              assertThat(environment.getUrn()).isEqualTo("beam:env:embedded:v1");
              assertThat(environment.getDependenciesList()).isEmpty();
              assertThat(environment.getCapabilitiesList())
                  .contains("beam:version:sdk_base:apache/beam_java17_sdk:2.72.0");
            });
    assertThat(response.getComponents().getEnvironmentsOrThrow("env").getUrn())
        .isEqualTo("beam:env:external:v1");
  }

  @Test
  void aTransformThatNobodyRegisteredIsAnError() {
    assertThat(expand("beam:external:java:moon:v1", ByteString.EMPTY).getError())
        .contains("Unknown urn: beam:external:java:moon:v1");
  }

  @Test
  void aNegativePortIsNoService() throws IOException {
    try (JobServer without =
        JobServer.start(
            JobServerSettings.defaults()
                .with(new JobServerSettings.Addresses("localhost", 0, 0, -1)))) {
      assertThat(without.expansionPort()).isEmpty();
    }
  }
}

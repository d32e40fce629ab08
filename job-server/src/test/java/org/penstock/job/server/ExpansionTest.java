package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionRequest;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionResponse;
import org.apache.beam.model.expansion.v1.ExpansionServiceGrpc;
import org.apache.beam.model.pipeline.v1.ExternalTransforms.ExternalConfigurationPayload;
import org.apache.beam.model.pipeline.v1.ExternalTransforms.SchemaTransformPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.expansion.ExternalTransformRegistrar;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaTranslation;
import org.apache.beam.sdk.transforms.ExternalTransformBuilder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.construction.PipelineOptionsTranslation;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    return expand(urn, payload, Struct.getDefaultInstance());
  }

  private ExpansionResponse expand(String urn, ByteString payload, Struct options) {
    RunnerApi.Pipeline pipeline = ForeignPipeline.of("beam:env:external:v1");
    return ExpansionServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .expand(
            ExpansionRequest.newBuilder()
                .setNamespace("ns")
                .setComponents(pipeline.getComponents())
                .setPipelineOptions(options)
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

  /** As a client sends them whose own user code runs in processes. */
  @Test
  void leavesTheClientsEnvironmentToTheClient() throws IOException {
    PortablePipelineOptions options = PipelineOptionsFactory.as(PortablePipelineOptions.class);
    options.setDefaultEnvironmentType("PROCESS");
    options.setEnvironmentOptions(List.of("process_command=/opt/boot"));

    ExpansionResponse response =
        expand(
            "beam:external:java:generate_sequence:v1",
            numbersTo(10),
            PipelineOptionsTranslation.toProto(options));

    assertThat(response.getError()).isEmpty();
    assertThat(response.getComponents().getEnvironmentsMap().values())
        .extracting(RunnerApi.Environment::getUrn)
        .contains("beam:env:embedded:v1")
        .doesNotContain("beam:env:process:v1");
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
        .startsWith(
            "The transform beam:external:java:moon:v1 is not registered with this expansion"
                + " service. Add the jar with its ExternalTransformRegistrar")
        .contains("Unknown urn: beam:external:java:moon:v1");
  }

  /** The class path of this test has neither. */
  @ParameterizedTest
  @CsvSource({
    "beam:transform:org.apache.beam:kafka_read_with_metadata:v1, kafka",
    "beam:transform:org.apache.beam:kafka_read_without_metadata:v1, kafka",
    "beam:transform:org.apache.beam:kafka_write:v1, kafka",
    "beam:external:java:sql:v1, sql"
  })
  void aTransformOfOursThatWasLeftOutIsAnErrorThatSaysWhatToAdd(String urn, String folder) {
    assertThat(expand(urn, ByteString.EMPTY).getError())
        .startsWith("The transform " + urn + " is not registered")
        .contains("the folder expansion/" + folder, "penstock-expansion-" + folder);
  }

  @Test
  void soIsASchemaTransform() {
    ByteString payload =
        SchemaTransformPayload.newBuilder()
            .setIdentifier("beam:schematransform:org.apache.beam:kafka_read:v1")
            .build()
            .toByteString();

    assertThat(expand("beam:expansion:payload:schematransform:v1", payload).getError())
        .startsWith("The transform beam:schematransform:org.apache.beam:kafka_read:v1 is not")
        .contains("the folder expansion/kafka");
  }

  @Test
  void aTransformWhoseLibraryIsMissingIsAnError() {
    assertThat(expand(LacksLibrary.URN, ByteString.EMPTY).getError())
        .contains(LacksLibrary.URN, "com.acme.Gone", "below expansion/");
  }

  /** Finds one of its classes missing only when it is asked for. */
  public static final class LacksLibrary
      implements ExternalTransformRegistrar,
          ExternalTransformBuilder<LacksLibrary.Settings, PBegin, PDone> {
    static final String URN = "beam:external:java:lacks_library:v1";

    /** None. */
    public static final class Settings {
      public Settings() {}
    }

    public LacksLibrary() {}

    @Override
    public Map<String, ExternalTransformBuilder<?, ?, ?>> knownBuilderInstances() {
      return Map.of(URN, this);
    }

    @Override
    public PTransform<PBegin, PDone> buildExternal(Settings settings) {
      throw new NoClassDefFoundError("com.acme.Gone");
    }
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

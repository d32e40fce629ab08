package org.penstock.job.server.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.expansion.v1.ExpansionApi.DiscoverSchemaTransformRequest;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionRequest;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionResponse;
import org.apache.beam.model.expansion.v1.ExpansionServiceGrpc;
import org.apache.beam.model.pipeline.v1.ExternalTransforms.ExternalConfigurationPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.SchemaTranslation;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The transforms that Beam's other SDKs know by name, expanded by the jar. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExpansionTest {
  private static final FieldType STRINGS = FieldType.map(FieldType.STRING, FieldType.STRING);
  private static final Map<String, String> BROKERS = Map.of("bootstrap.servers", "localhost:1");
  private static final String BYTES = "org.apache.kafka.common.serialization.ByteArray";

  @TempDir private static Path folder;

  private JarProcess server;
  private Client expansion;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    int jobs = Client.freePort();
    int port = Client.freePort();
    List<String> arguments =
        List.of("--job-port=" + jobs, "--artifact-port=0", "--expansion-port=" + port);
    server = JarProcess.start(folder, List.of(), JarProcess.jar(), arguments);
    try (Client client = new Client(jobs)) {
      client.awaitReady(server);
    }
    expansion = new Client(port);
  }

  @AfterAll
  void stop() {
    expansion.close();
    server.close();
  }

  private ExpansionServiceGrpc.ExpansionServiceBlockingStub service() {
    return ExpansionServiceGrpc.newBlockingStub(expansion.channel())
        .withDeadlineAfter(120, TimeUnit.SECONDS);
  }

  private ExpansionResponse expand(String urn, Row configuration, RunnerApi.Pipeline... inputs)
      throws IOException {
    ExternalConfigurationPayload payload =
        ExternalConfigurationPayload.newBuilder()
            .setSchema(SchemaTranslation.schemaToProto(configuration.getSchema(), true))
            .setPayload(
                ByteString.copyFrom(
                    CoderUtils.encodeToByteArray(
                        RowCoder.of(configuration.getSchema()), configuration)))
            .build();
    RunnerApi.PTransform.Builder transform =
        RunnerApi.PTransform.newBuilder()
            .setUniqueName("Asked")
            .setSpec(
                RunnerApi.FunctionSpec.newBuilder().setUrn(urn).setPayload(payload.toByteString()));
    ExpansionRequest.Builder request = ExpansionRequest.newBuilder().setNamespace("ns");
    for (RunnerApi.Pipeline input : inputs) {
      request.setComponents(input.getComponents());
      String root = input.getRootTransformIds(0);
      transform.putInputs(
          "input",
          input
              .getComponents()
              .getTransformsOrThrow(root)
              .getOutputsMap()
              .values()
              .iterator()
              .next());
    }
    return service().expand(request.setTransform(transform).build());
  }

  private static Pipeline pipeline() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(CrashingRunner.class);
    return Pipeline.create(options);
  }

  private static void isExpanded(ExpansionResponse response, String what) {
    assertThat(response.getError()).isEmpty();
    assertThat(response.getTransform().getSubtransformsList()).isNotEmpty();
    assertThat(response.getComponents().getEnvironmentsMap().values())
        .extracting(RunnerApi.Environment::getUrn)
        .contains("beam:env:embedded:v1");
    assertThat(response.getComponents().getTransformsMap().values())
        .anySatisfy(part -> assertThat(part.getUniqueName()).contains(what));
  }

  @Test
  void readsFromKafka() throws IOException {
    Schema schema =
        Schema.builder()
            .addField("consumer_config", STRINGS)
            .addField("topics", FieldType.array(FieldType.STRING))
            .addStringField("key_deserializer")
            .addStringField("value_deserializer")
            .addStringField("timestamp_policy")
            .addBooleanField("commit_offset_in_finalize")
            .build();
    Row row =
        Row.withSchema(schema)
            .addValues(BROKERS, List.of("words"), BYTES + "Deserializer", BYTES + "Deserializer")
            .addValues("ProcessingTime", false)
            .build();

    isExpanded(
        expand("beam:transform:org.apache.beam:kafka_read_with_metadata:v1", row), "KafkaIO.Read");
    isExpanded(
        expand("beam:transform:org.apache.beam:kafka_read_without_metadata:v1", row),
        "KafkaIO.Read");
  }

  @Test
  void writesToKafka() throws IOException {
    Schema schema =
        Schema.builder()
            .addField("producer_config", STRINGS)
            .addStringField("topic")
            .addStringField("key_serializer")
            .addStringField("value_serializer")
            .build();
    Row row =
        Row.withSchema(schema)
            .addValues(BROKERS, "words", BYTES + "Serializer", BYTES + "Serializer")
            .build();
    Pipeline input = pipeline();
    input.apply(
        Create.of(KV.of(new byte[0], new byte[0]))
            .withCoder(KvCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of())));

    isExpanded(
        expand(
            "beam:transform:org.apache.beam:kafka_write:v1",
            row,
            PipelineTranslation.toProto(input)),
        "Kafka");
  }

  @Test
  void queriesBySql() throws IOException {
    Schema schema =
        Schema.builder()
            .addStringField("query")
            .addNullableStringField("dialect")
            .addNullableStringField("ddl")
            .build();
    Row row =
        Row.withSchema(schema)
            .addValues("SELECT n + 1 AS more FROM PCOLLECTION", null, null)
            .build();
    Schema numbers = Schema.builder().addInt64Field("n").build();
    Pipeline input = pipeline();
    input.apply(Create.of(Row.withSchema(numbers).addValues(1L).build()).withRowSchema(numbers));

    isExpanded(
        expand("beam:external:java:sql:v1", row, PipelineTranslation.toProto(input)), "Calc");
  }

  @Test
  void listsKafkasSchemaTransforms() {
    assertThat(
            service()
                .discoverSchemaTransform(DiscoverSchemaTransformRequest.getDefaultInstance())
                .getSchemaTransformConfigsMap())
        .containsKeys(
            "beam:schematransform:org.apache.beam:kafka_read:v1",
            "beam:schematransform:org.apache.beam:kafka_write:v1");
  }
}

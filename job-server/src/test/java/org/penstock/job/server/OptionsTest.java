package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.jobmanagement.v1.JobApi.DescribePipelineOptionsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.PipelineOptionDescriptor;
import org.apache.beam.model.jobmanagement.v1.JobApi.PipelineOptionType;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ListValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.NullValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.CaseFormat;
import org.junit.jupiter.api.Test;
import org.penstock.core.PenstockPipelineOptions;

final class OptionsTest {
  private static final JobServerSettings.FlinkDefaults SOMEWHERE =
      new JobServerSettings.FlinkDefaults("flink:8081", "/conf");

  @Test
  void theServerListsEveryOptionOfOurs() throws IOException {
    Map<String, PipelineOptionDescriptor> listed = new LinkedHashMap<>();
    try (JobServer server = JobServer.start(JobServerSettings.defaults());
        TestClient client = new TestClient(server)) {
      client
          .jobs()
          .describePipelineOptions(DescribePipelineOptionsRequest.getDefaultInstance())
          .getOptionsList()
          .forEach(option -> assertThat(listed.put(option.getName(), option)).isNull());
    }

    List<String> ours =
        Arrays.stream(PenstockPipelineOptions.class.getMethods())
            .filter(method -> method.getDeclaringClass().getName().startsWith("org.penstock."))
            .map(Method::getName)
            .filter(name -> name.matches("(get|is)[A-Z].*"))
            .map(name -> name.replaceFirst("^(get|is)", ""))
            .map(name -> CaseFormat.UPPER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, name))
            .toList();
    assertThat(ours).hasSizeGreaterThan(20);
    assertThat(listed.keySet()).containsAll(ours);
    assertThat(types(listed))
        .containsEntry("parallelism", PipelineOptionType.Enum.INTEGER)
        .containsEntry("max_bundle_size", PipelineOptionType.Enum.INTEGER)
        .containsEntry("operator_chaining", PipelineOptionType.Enum.BOOLEAN)
        .containsEntry("streaming", PipelineOptionType.Enum.BOOLEAN)
        .containsEntry("state_backend", PipelineOptionType.Enum.STRING)
        .containsEntry("files_to_stage", PipelineOptionType.Enum.ARRAY);
    assertThat(listed)
        .hasEntrySatisfying(
            "parallelism", option -> assertThat(option.getDefaultValue()).isEqualTo("-1"))
        .hasEntrySatisfying(
            "flink_master", option -> assertThat(option.getDescription()).contains("[local]"));
    // Of a registrar of another jar.
    assertThat(listed).containsKey("default_environment_type");
  }

  private static Map<String, PipelineOptionType.Enum> types(
      Map<String, PipelineOptionDescriptor> listed) {
    Map<String, PipelineOptionType.Enum> types = new LinkedHashMap<>();
    listed.forEach((name, option) -> types.put(name, option.getType()));
    return types;
  }

  private static PenstockPipelineOptions read(Map<String, Value> values) {
    Struct.Builder struct = Struct.newBuilder();
    values.forEach((name, value) -> struct.putFields("beam:option:" + name + ":v1", value));
    return JobOptions.of(struct.build(), "asked", SOMEWHERE);
  }

  @Test
  void numbersMayBeTexts() {
    PenstockPipelineOptions options =
        read(
            Map.of(
                "parallelism", TestClient.text("3"),
                "checkpointing_interval", Value.newBuilder().setNumberValue(3000).build(),
                "streaming", Value.newBuilder().setBoolValue(true).build()));

    assertThat(options.getParallelism()).isEqualTo(3);
    assertThat(options.getCheckpointingInterval()).isEqualTo(3000);
    assertThat(options.isStreaming()).isTrue();
  }

  @Test
  void whatAJobDoesNotSayTheServerDoes() {
    PenstockPipelineOptions silent = read(Map.of());

    assertThat(silent.getFlinkMaster()).isEqualTo("flink:8081");
    assertThat(silent.getFlinkConfDir()).isEqualTo("/conf");
    assertThat(silent.getJobName()).isEqualTo("asked");
    assertThat(read(Map.of("flink_master", TestClient.text("[auto]"))).getFlinkMaster())
        .isEqualTo("flink:8081");
  }

  @Test
  void aServerMayBeInsideOfWhatItSubmitsTo() {
    PenstockPipelineOptions options =
        JobOptions.of(
            Struct.getDefaultInstance(),
            "asked",
            new JobServerSettings.FlinkDefaults("[auto]", null));

    assertThat(options.getFlinkMaster()).isEqualTo("[auto]");
  }

  @Test
  void whatAJobSaysCounts() {
    PenstockPipelineOptions options =
        read(
            Map.of(
                "flink_master", TestClient.text("[local]"),
                "flink_conf_dir", TestClient.text("/mine"),
                "job_name", TestClient.text("named")));

    assertThat(options.getFlinkMaster()).isEqualTo("[local]");
    assertThat(options.getFlinkConfDir()).isEqualTo("/mine");
    assertThat(options.getJobName()).isEqualTo("named");
  }

  @Test
  void whatOnlyTheClientHasIsLeftOut() {
    Value files =
        Value.newBuilder()
            .setListValue(ListValue.newBuilder().addValues(TestClient.text("/on/the/client.jar")))
            .build();

    PenstockPipelineOptions options =
        read(
            Map.of(
                "files_to_stage",
                files,
                "runner",
                TestClient.text("org.apache.beam.runners.portability.PortableRunner"),
                "state_backend",
                Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build()));

    assertThat(options.getFilesToStage()).isNull();
    assertThat(options.getStateBackend()).isNull();
  }
}

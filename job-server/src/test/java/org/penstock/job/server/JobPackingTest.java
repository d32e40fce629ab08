package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.job.server.artifact.JobArtifacts;
import org.penstock.job.server.packed.PackedPipeline;

final class JobPackingTest {
  @TempDir private Path folder;

  private static Struct options(String name, String value) {
    return Struct.newBuilder()
        .putFields("beam:option:" + name + ":v1", TestClient.text(value))
        .putFields("beam:option:parallelism:v1", TestClient.text("2"))
        .build();
  }

  private static PenstockPipelineOptions read(Struct sent) {
    return JobOptions.of(sent, "my job", JobServerSettings.FlinkDefaults.local());
  }

  @ParameterizedTest
  @ValueSource(strings = {"output_executable_path", "outputExecutablePath"})
  void theOptionOfAnySdkIsUnderstood(String name) {
    Struct sent = options(name, "/x.jar");

    assertThat(JobPacking.target(read(sent))).isEqualTo(Path.of("/x.jar"));
    assertThat(JobPacking.target(read(JobOptions.withoutPacking(sent)))).isNull();
  }

  @Test
  void whatWasStagedIsInTheJarUnderTheNameInThePipeline() throws Exception {
    Path staged = Files.writeString(folder.resolve("0-main"), "bytes");
    Path runner = folder.resolve("runner.jar");
    makeJar(runner);
    Struct sent = options("output_executable_path", folder.resolve("x.jar").toString());
    ArtifactInformation artifact = file(staged);
    Job job = job(sent, artifact);

    JobPacking.write(job, runner, folder.resolve("x.jar"));

    try (var jars = new URLClassLoader(new URL[] {folder.resolve("x.jar").toUri().toURL()}, null)) {
      PackedPipeline packed = PackedPipeline.read(jars, null);
      assertThat(packed.name()).isEqualTo("my_job");
      assertThat(packed.options()).isEqualTo(JobOptions.withoutPacking(sent));
      ArtifactInformation found =
          PipelineEnvironments.dependencies(packed.pipeline().getComponents())
              .values()
              .iterator()
              .next()
              .get(0);
      assertThat(found.getRolePayload()).isEqualTo(artifact.getRolePayload());
      ArtifactFilePayload payload = ArtifactFilePayload.parseFrom(found.getTypePayload());
      assertThat(payload.getSha256()).isEqualTo("abc");
      assertThat(payload.getPath()).startsWith("classpath://");
      try (var in =
          jars.getResourceAsStream(payload.getPath().substring("classpath://".length()))) {
        assertThat(in).isNotNull().hasContent("bytes");
      }
    }
  }

  private Job job(Struct sent, ArtifactInformation artifact) {
    RunnerApi.Pipeline pipeline =
        ForeignPipeline.of(
            RunnerApi.Environment.newBuilder()
                .setUrn("beam:env:external:v1")
                .addDependencies(artifact)
                .build());
    JobArtifacts artifacts = new JobArtifacts(folder.resolve("none"), Map.of());
    return new Job(new Job.Prepared("id", sent, read(sent), artifacts), pipeline, 10);
  }

  private static ArtifactInformation file(Path path) {
    return Staging.artifact("main").toBuilder()
        .setTypePayload(
            ArtifactFilePayload.newBuilder()
                .setPath(path.toString())
                .setSha256("abc")
                .build()
                .toByteString())
        .build();
  }

  private static void makeJar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (var out = Files.newOutputStream(file);
        var jar = new JarOutputStream(out, manifest)) {
      jar.putNextEntry(new ZipEntry("a/"));
    }
  }

  /** The tests run from folders with classes. */
  @Test
  void aServerThatIsNoJarRefusesBeforeAnythingIsStaged() throws Exception {
    try (JobServer server = JobServer.start(JobServerSettings.defaults());
        TestClient client = new TestClient(server)) {
      assertThatThrownBy(
              () ->
                  client.prepare(
                      Pipelines.counting(),
                      Map.of("output_executable_path", TestClient.text("/x.jar"))))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("INVALID_ARGUMENT")
          .hasMessageContaining("penstock-job-server-VERSION.jar");
    }
  }
}

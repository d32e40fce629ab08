package org.penstock.job.server.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackedJarTest {
  private static final RunnerApi.Pipeline PIPELINE =
      RunnerApi.Pipeline.newBuilder().addRootTransformIds("root").build();
  private static final Struct OPTIONS =
      Struct.newBuilder()
          .putFields("beam:option:parallelism:v1", Value.newBuilder().setStringValue("2").build())
          .build();

  @TempDir private Path folder;
  private Path runner;

  @BeforeEach
  void makeRunner() throws IOException {
    runner = folder.resolve("runner.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "of.the.Server");
    manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang");
    try (OutputStream out = Files.newOutputStream(runner);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.putNextEntry(new ZipEntry("some/Class.class"));
      jar.write(42);
    }
  }

  private PackedPipeline packed(String name) {
    return new PackedPipeline(name, PIPELINE, OPTIONS);
  }

  /** The names are Beam's, for its Python SDK writes such jars by itself. */
  @Test
  void hasTheRunnerAndThePipelineWhereBeamPutsThem() throws IOException {
    Path artifact = Files.writeString(folder.resolve("staged"), "some bytes");
    Path target = folder.resolve("packed.jar");
    PackedJar jar = new PackedJar(runner, "my-job");
    String url = jar.add(artifact);

    jar.write(target, packed("my-job"));

    assertThat(url).startsWith("classpath://BEAM-PIPELINE/my-job/artifacts/");
    try (JarFile file = new JarFile(target.toFile())) {
      Attributes main = file.getManifest().getMainAttributes();
      assertThat(main.getValue(Attributes.Name.MAIN_CLASS))
          .isEqualTo("org.apache.beam.runners.flink.FlinkPipelineRunner");
      assertThat(main.getValue("Add-Opens")).isEqualTo("java.base/java.lang");
      assertThat(content(file, "BEAM-PIPELINE/pipeline-manifest.json"))
          .containsPattern("\"defaultJobName\":\\s*\"my-job\"");
      assertThat(content(file, "BEAM-PIPELINE/my-job/pipeline.json")).contains("rootTransformIds");
      assertThat(content(file, "BEAM-PIPELINE/my-job/pipeline-options.json"))
          .contains("beam:option:parallelism:v1");
      assertThat(content(file, url.substring("classpath://".length()))).isEqualTo("some bytes");
      assertThat(content(file, "some/Class.class")).isEqualTo("*");
    }
    assertThat(names()).containsExactly("packed.jar", "runner.jar", "staged");
  }

  private static String content(JarFile file, String entry) throws IOException {
    try (InputStream in = file.getInputStream(file.getEntry(entry))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    Path target = Files.writeString(folder.resolve("packed.jar"), "an older one");
    new PackedJar(runner, "a").write(target, packed("a"));

    try (URLClassLoader jars = loader(target)) {
      assertThat(PackedPipeline.read(jars, null)).isEqualTo(packed("a"));
      assertThat(PackedPipeline.read(jars, "a")).isEqualTo(packed("a"));
      assertThatThrownBy(() -> PackedPipeline.read(jars, "b"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("BEAM-PIPELINE/b/pipeline.json")
          .hasMessageContaining("--base-job-name");
    }
  }

  private static URLClassLoader loader(Path jar) throws IOException {
    return new URLClassLoader(
        new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  @Test
  void aJarWithoutAPipelineIsTold() throws IOException {
    try (URLClassLoader jars = loader(runner)) {
      assertThatThrownBy(() -> PackedPipeline.read(jars, null))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("pipeline-manifest.json")
          .hasMessageContaining("--output_executable_path");
    }
  }

  @Test
  void aFailureLeavesNothingBehind() throws IOException {
    PackedJar jar = new PackedJar(runner, "a");
    jar.add(folder.resolve("missing"));

    assertThatThrownBy(() -> jar.write(folder.resolve("packed.jar"), packed("a")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing");
    assertThat(names()).containsExactly("runner.jar");
  }

  @Test
  void aNameDoesNotLeaveItsFolder() {
    assertThatThrownBy(() -> new PackedJar(runner, "../a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'../a'");
    assertThatThrownBy(() -> packed("..")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatCannotBeCopiedIsTold() {
    assertThatThrownBy(PackedJar::runner)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java -jar")
        .hasMessageContaining("classes");
  }
}

package org.penstock.job.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;
import org.penstock.job.server.packed.PackedJar;
import org.penstock.job.server.packed.PackedPipeline;

/** Jobs that are not run but written into a jar that does it later. */
final class JobPacking {
  private JobPacking() {}

  /** Where a job is to be written to; null if it is to be run. */
  static @Nullable Path target(PipelineOptions options) {
    String path = options.as(PortablePipelineOptions.class).getOutputExecutablePath();
    return path == null || path.isBlank() ? null : Path.of(path);
  }

  /**
   * Checks that a job can be written where it is to be.
   *
   * @throws IllegalArgumentException if this server does not run from the jar that would be copied
   */
  static void check(PipelineOptions options) {
    if (target(options) != null) {
      PackedJar.runner();
    }
  }

  /**
   * Writes a job with all that was staged for it.
   *
   * @throws IOException if the jar cannot be written
   */
  static void write(Job job, Path runner, Path target) throws IOException {
    String name = Jobs.fileName(job.options().getJobName());
    PackedJar jar = new PackedJar(runner, name);
    Map<String, List<ArtifactInformation>> packed = new LinkedHashMap<>();
    for (var each : PipelineEnvironments.dependencies(job.pipeline().getComponents()).entrySet()) {
      packed.put(each.getKey(), packed(each.getValue(), jar));
    }
    RunnerApi.Pipeline pipeline = PipelineEnvironments.withDependencies(job.pipeline(), packed);
    jar.write(target, new PackedPipeline(name, pipeline, JobOptions.withoutPacking(job.sent())));
  }

  private static List<ArtifactInformation> packed(List<ArtifactInformation> staged, PackedJar jar)
      throws InvalidProtocolBufferException {
    List<ArtifactInformation> packed = new ArrayList<>();
    for (ArtifactInformation one : staged) {
      // Staging leaves nothing but files of this server.
      ArtifactFilePayload file = ArtifactFilePayload.parseFrom(one.getTypePayload());
      packed.add(
          one.toBuilder()
              .setTypePayload(
                  file.toBuilder().setPath(jar.add(Path.of(file.getPath()))).build().toByteString())
              .build());
    }
    return packed;
  }
}

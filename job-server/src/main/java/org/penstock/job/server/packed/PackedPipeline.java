package org.penstock.job.server.packed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Message;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.util.JsonFormat;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that lies in a jar, whose artifacts lie there, too.
 *
 * @param name of the pipeline in the jar, letters, digits, dashes, underscores and dots
 * @param pipeline names its artifacts as {@code classpath://} URLs
 * @param options as a client sends them to a job server
 */
public record PackedPipeline(String name, RunnerApi.Pipeline pipeline, Struct options) {
  /** Checks the name. */
  public PackedPipeline {
    PackedLayout.named(name);
  }

  /**
   * Reads a pipeline of the jars that a class loader sees.
   *
   * @param name null for the one that the jar says
   * @throws IOException if there is none of that name, or it cannot be read
   */
  public static PackedPipeline read(ClassLoader jars, @Nullable String name) throws IOException {
    String wanted = name == null ? defaultName(jars) : PackedLayout.named(name);
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    Struct.Builder options = Struct.newBuilder();
    parse(jars, PackedLayout.pipeline(wanted), pipeline);
    parse(jars, PackedLayout.options(wanted), options);
    return new PackedPipeline(wanted, pipeline.build(), options.build());
  }

  private static String defaultName(ClassLoader jars) throws IOException {
    Struct.Builder manifest = Struct.newBuilder();
    parse(jars, PackedLayout.MANIFEST, manifest);
    String found = manifest.getFieldsOrThrow(PackedLayout.DEFAULT_JOB).getStringValue();
    return PackedLayout.named(found);
  }

  private static void parse(ClassLoader jars, String file, Message.Builder into)
      throws IOException {
    try (InputStream in = jars.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException(
            "This jar has no "
                + file
                + ". It has to be one that was made with --output_executable_path or"
                + " --flink_submit_uber_jar; --base-job-name names the pipeline in it.");
      }
      // A newer SDK may know fields that nobody here does.
      JsonFormat.parser().ignoringUnknownFields().merge(new String(in.readAllBytes(), UTF_8), into);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("The file " + file + " of this jar is broken: " + e.getMessage(), e);
    }
  }
}

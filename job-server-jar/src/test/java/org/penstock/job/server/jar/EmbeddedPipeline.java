package org.penstock.job.server.jar;

import java.nio.file.Path;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ToString;
import org.apache.beam.sdk.util.construction.PipelineTranslation;

/** A pipeline of nothing but what is in the jar, for a Java harness in the server's process. */
final class EmbeddedPipeline {
  private EmbeddedPipeline() {}

  /** Writes {@code a,2} and {@code b,1}, each a line. */
  static RunnerApi.Pipeline counting(Path output) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(CrashingRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of("a", "b", "a"))
        .apply(Count.perElement())
        .apply(ToString.kvs())
        .apply(TextIO.write().to(output.toString()).withoutSharding());
    RunnerApi.Pipeline.Builder made = PipelineTranslation.toProto(pipeline).toBuilder();
    made.getComponents()
        .getEnvironmentsMap()
        .forEach(
            (id, environment) ->
                made.getComponentsBuilder()
                    .putEnvironments(
                        id,
                        environment.toBuilder()
                            .setUrn("beam:env:embedded:v1")
                            .clearPayload()
                            .clearDependencies()
                            .build()));
    return made.build();
  }
}

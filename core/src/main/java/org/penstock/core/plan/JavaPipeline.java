package org.penstock.core.plan;

import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.apache.beam.sdk.util.construction.UnconsumedReads;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.spi.TranslationPath;

/** A pipeline that was built in this JVM. */
public final class JavaPipeline {
  private JavaPipeline() {}

  /**
   * The pipeline as a proto. Changes the pipeline: one that nobody reads from gets a consumer, so
   * that it runs. Unless the options ask for a portable path, a {@code Read} becomes the primitive
   * read, for a Flink source splits better than the splittable DoFn that Beam wraps it in, and a
   * combine with side inputs is split in two, so that half of it runs before the shuffle. Both need
   * the user's classes in the task, where a portable path does not have them.
   */
  public static RunnerApi.Pipeline toProto(Pipeline pipeline, PenstockPipelineOptions options) {
    if (!isPortable(options)) {
      SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReads(pipeline);
      pipeline.replaceAll(List.of(CombineWithSideInputsOverride.create()));
    }
    UnconsumedReads.ensureAllReadsConsumed(pipeline);
    return PipelineTranslation.toProto(pipeline, SdkComponents.create(options));
  }

  private static boolean isPortable(PenstockPipelineOptions options) {
    String path = options.getPath();
    return path != null && TranslationPath.named(path).map(TranslationPath::portable).orElse(false);
  }
}

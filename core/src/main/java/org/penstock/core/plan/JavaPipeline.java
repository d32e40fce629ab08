package org.penstock.core.plan;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.util.construction.Environments;
import org.apache.beam.sdk.util.construction.External;
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
   * that it runs. Unless it goes to a portable path, a {@code Read} becomes the primitive read, for
   * a Flink source splits better than the splittable DoFn that Beam wraps it in, and a combine with
   * side inputs is split in two, so that half of it runs before the shuffle. Both need the user's
   * classes in the task, where a portable path does not have them. It goes there if the options say
   * so, or if another SDK has expanded any of it; Java's user code is in this JVM's class path, so
   * its workers are embedded ones unless the options say otherwise.
   */
  public static RunnerApi.Pipeline toProto(Pipeline pipeline, PenstockPipelineOptions options) {
    if (isPortable(options) || isExpandedElsewhere(pipeline)) {
      PortablePipelineOptions portable = options.as(PortablePipelineOptions.class);
      if (portable.getDefaultEnvironmentType() == null) {
        portable.setDefaultEnvironmentType(Environments.ENVIRONMENT_EMBEDDED);
      }
    } else {
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

  private static boolean isExpandedElsewhere(Pipeline pipeline) {
    AtomicBoolean found = new AtomicBoolean();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof External.ExpandableTransform) {
              found.set(true);
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof External.ExpandableTransform) {
              found.set(true);
            }
          }
        });
    return found.get();
  }
}

package org.penstock.classic.streaming;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.penstock.classic.runtime.StageTranslation;
import org.penstock.runtime.CreateViewTranslator;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.ReshuffleTranslator;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Spi;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;
import org.penstock.spi.TranslationPath;

/** The path {@code classic-streaming}: its table of translators. */
public final class ClassicStreaming implements PipelineTranslator {
  private static final List<TransformTranslator> TRANSFORMS =
      List.of(
          new ImpulseTranslator(),
          new ReadTranslator(),
          new TestStreamTranslator(),
          new FlattenTranslator(),
          new GroupByKeyTranslator(),
          new CombinePerKeyTranslator(),
          new CreateViewTranslator(),
          new ReshuffleTranslator(PTransformTranslation.RESHUFFLE_URN, PipelineComponents::of),
          new ReshuffleTranslator(
              PTransformTranslation.REDISTRIBUTE_BY_KEY_URN, PipelineComponents::of),
          new ReshuffleTranslator(
              PTransformTranslation.REDISTRIBUTE_ARBITRARILY_URN, PipelineComponents::of));

  /** For {@code ServiceLoader}. */
  public ClassicStreaming() {}

  @Override
  public String name() {
    return TranslationPath.CLASSIC_STREAMING.id();
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public TranslationPath path() {
    return TranslationPath.CLASSIC_STREAMING;
  }

  @Override
  public List<TransformTranslator> transforms() {
    return TRANSFORMS;
  }

  @Override
  public Set<String> stageUrns() {
    return StageTranslation.URNS;
  }

  @Override
  public boolean waitsForSideInputs() {
    return true;
  }

  @Override
  public Optional<String> stageRefusal(TransformNode node, TranslationContext context) {
    return StageTranslation.refusal(node, StreamingGraph.of(context).components());
  }

  @Override
  public void translateStage(Stage stage, TranslationContext context) {
    new StageTranslator(context).translate(stage);
    stage.transforms().forEach(node -> context.explain(node, "stage of " + stage.root().name()));
  }

  @Override
  public void configure(
      Configuration configuration, PipelineOptions options, RunnerApi.Components components) {
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    if (TestJob.isTestJob(components)) {
      // All its tasks are in one slot then, and so in one JVM.
      configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
      // An event waits until all tasks have seen the one before.
      configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    }
  }
}

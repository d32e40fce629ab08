package org.penstock.classic.batch;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
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

/** The path {@code classic-batch}: its table of translators. */
public final class ClassicBatch implements PipelineTranslator {
  private static final List<TransformTranslator> TRANSFORMS =
      List.of(
          new ImpulseTranslator(),
          new ReadTranslator(),
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
  public ClassicBatch() {}

  @Override
  public String name() {
    return TranslationPath.CLASSIC_BATCH.id();
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public TranslationPath path() {
    return TranslationPath.CLASSIC_BATCH;
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
  public Optional<String> stageRefusal(TransformNode node, TranslationContext context) {
    return StageTranslation.refusal(node, BatchGraph.of(context).components());
  }

  @Override
  public void translateStage(Stage stage, TranslationContext context) {
    new StageTranslator(context).translate(stage);
    stage.transforms().forEach(node -> context.explain(node, "stage of " + stage.root().name()));
  }

  @Override
  public void configure(
      Configuration configuration, PipelineOptions options, RunnerApi.Components components) {
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    // Flink would size what follows a shuffle by bytes, but a restriction or a split of a few bytes
    // can stand for hours of work: all of them would go to one task.
    configuration.set(BatchExecutionOptions.ADAPTIVE_AUTO_PARALLELISM_ENABLED, false);
  }
}

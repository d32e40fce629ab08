package org.penstock.classic.batch;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.configuration.Configuration;
import org.penstock.classic.runtime.StageSpec;
import org.penstock.classic.runtime.StageTranslation;
import org.penstock.runtime.ComponentsReader;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.batch.BatchGraph;
import org.penstock.runtime.batch.BatchMode;
import org.penstock.runtime.batch.BatchTransforms;
import org.penstock.runtime.batch.StageOperator;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Spi;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;
import org.penstock.spi.TranslationPath;

/** The path {@code classic-batch}: its table of translators. */
public final class ClassicBatch implements PipelineTranslator {
  private static final ComponentsReader READER = PipelineComponents::of;
  private static final List<TransformTranslator> TRANSFORMS =
      Stream.concat(
              BatchTransforms.common(READER).stream(),
              Stream.of(new ReadTranslator(), new CombinePerKeyTranslator()))
          .toList();

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
    return StageTranslation.refusal(node, graph(context).components());
  }

  @Override
  public void translateStage(Stage stage, TranslationContext context) {
    BatchGraph graph = graph(context);
    StageSpec spec = new StageTranslation(graph.components()).translate(stage);
    new StageOperator(stage, context, graph)
        .add(
            task -> new StageProcessor<Object>(spec, task),
            task -> new KeyedStageProcessor<>(spec, task));
    stage.transforms().forEach(node -> context.explain(node, "stage of " + stage.root().name()));
  }

  @Override
  public void configure(
      Configuration configuration, PipelineOptions options, RunnerApi.Components components) {
    BatchMode.configure(configuration);
  }

  /** The graph that all translators of the path add to. */
  static BatchGraph graph(TranslationContext context) {
    return BatchGraph.of(context, READER);
  }
}

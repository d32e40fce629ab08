package org.penstock.portable.batch;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.configuration.Configuration;
import org.penstock.portable.runtime.CombineLifting;
import org.penstock.portable.runtime.FusedStages;
import org.penstock.portable.runtime.PassedOnCoders;
import org.penstock.portable.runtime.PortableComponents;
import org.penstock.portable.runtime.PortableStageSpec;
import org.penstock.portable.runtime.PortableStages;
import org.penstock.portable.runtime.StageRefusals;
import org.penstock.portable.runtime.WindowedCoders;
import org.penstock.runtime.ComponentsReader;
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

/** The path {@code portable-batch}: what every path translates alike, and stages in SDK workers. */
public final class PortableBatch implements PipelineTranslator {
  private static final ComponentsReader READER = PortableComponents::read;
  private static final List<TransformTranslator> TRANSFORMS = BatchTransforms.common(READER);

  /** For {@code ServiceLoader}. */
  public PortableBatch() {}

  @Override
  public String name() {
    return TranslationPath.PORTABLE_BATCH.id();
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public TranslationPath path() {
    return TranslationPath.PORTABLE_BATCH;
  }

  @Override
  public List<TransformTranslator> transforms() {
    return TRANSFORMS;
  }

  @Override
  public Set<String> stageUrns() {
    return PortableStages.URNS;
  }

  @Override
  public RunnerApi.Pipeline prepare(RunnerApi.Pipeline pipeline) {
    return PassedOnCoders.align(
        CombineLifting.lift(WindowedCoders.prefixed(FusedStages.apart(pipeline))));
  }

  @Override
  public Optional<String> stageRefusal(TransformNode node, TranslationContext context) {
    return StageRefusals.of(node, BatchGraph.of(context, READER).components());
  }

  @Override
  public void translateStage(Stage stage, TranslationContext context) {
    PortableStageSpec spec = PortableStageSpec.of(stage, context.components());
    List<String> sideInputs = stage.sideInputCollections();
    new StageOperator(stage, context, BatchGraph.of(context, READER))
        .add(
            task -> new StageProcessor(spec, sideInputs, task),
            task -> new KeyedStageProcessor(spec, sideInputs, task));
    stage
        .transforms()
        .forEach(node -> context.explain(node, "worker stage of " + stage.root().name()));
  }

  @Override
  public void configure(
      Configuration configuration, PipelineOptions options, RunnerApi.Components components) {
    BatchMode.configure(configuration);
  }
}

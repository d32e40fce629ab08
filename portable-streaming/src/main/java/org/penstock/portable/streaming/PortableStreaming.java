package org.penstock.portable.streaming;

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
import org.penstock.portable.runtime.PortableStages;
import org.penstock.portable.runtime.StageRefusals;
import org.penstock.portable.runtime.WindowedCoders;
import org.penstock.runtime.streaming.StreamingGraph;
import org.penstock.runtime.streaming.StreamingMode;
import org.penstock.runtime.streaming.StreamingTransforms;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Spi;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;
import org.penstock.spi.TranslationPath;

/** The path {@code portable-streaming}: its table of translators. */
public final class PortableStreaming implements PipelineTranslator {
  private static final List<TransformTranslator> TRANSFORMS =
      StreamingTransforms.common(PortableComponents::read);

  /** For {@code ServiceLoader}. */
  public PortableStreaming() {}

  @Override
  public String name() {
    return TranslationPath.PORTABLE_STREAMING.id();
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public TranslationPath path() {
    return TranslationPath.PORTABLE_STREAMING;
  }

  @Override
  public RunnerApi.Pipeline prepare(RunnerApi.Pipeline pipeline) {
    return PassedOnCoders.align(
        CombineLifting.lift(
            WindowedCoders.prefixed(
                TestStreamElements.readable(
                    TestStreamOutputs.separate(FusedStages.apart(pipeline))))));
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
  public boolean waitsForSideInputs() {
    return true;
  }

  @Override
  public Optional<String> stageRefusal(TransformNode node, TranslationContext context) {
    return StageRefusals.of(node, graph(context).components());
  }

  @Override
  public void translateStage(Stage stage, TranslationContext context) {
    new StageTranslator(context).translate(stage);
    stage.transforms().forEach(node -> context.explain(node, "stage of " + stage.root().name()));
  }

  @Override
  public void configure(
      Configuration configuration, PipelineOptions options, RunnerApi.Components components) {
    StreamingMode.configure(configuration, components);
  }

  /** That of the translation, with coders that leave alone what only an SDK can read. */
  static StreamingGraph graph(TranslationContext context) {
    return StreamingGraph.of(context, PortableComponents::read);
  }
}

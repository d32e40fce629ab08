package org.penstock.core;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Spi;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;
import org.penstock.spi.TranslationPath;

/**
 * A path that knows just enough for the tests of the runner: impulses, flattens, and stages of
 * DoFns which take an element and an output receiver and have one output that is read.
 */
public final class TinyPath implements PipelineTranslator {
  private static final TypeInformation<Object> ANY = TypeInformation.of(Object.class);

  /** For the service loader. */
  public TinyPath() {}

  @Override
  public String name() {
    return "tiny-batch";
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
  public Collection<? extends TransformTranslator> transforms() {
    return List.of(new ImpulseTranslator(), new FlattenTranslator());
  }

  @Override
  public Set<String> stageUrns() {
    return Set.of(PTransformTranslation.PAR_DO_TRANSFORM_URN);
  }

  @Override
  public void translateStage(Stage stage, TranslationContext context) {
    DataStream<Object> input = context.stream(stage.input());
    DataStream<Object> output =
        input
            .transform(stage.root().name(), ANY, TinyStageOperator.of(stage))
            .uid(stage.root().id());
    stage.outputs().forEach(id -> context.produce(id, output));
    context.explain(stage.root(), "tiny stage");
  }

  @Override
  public void configure(
      Configuration configuration, PipelineOptions options, RunnerApi.Components components) {
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
  }

  private static final class ImpulseTranslator implements TransformTranslator {
    @Override
    public String urn() {
      return PTransformTranslation.IMPULSE_TRANSFORM_URN;
    }

    @Override
    public void translate(TransformNode node, TranslationContext context) {
      String output = node.transform().getOutputsMap().values().iterator().next();
      context.produce(output, context.environment().fromData(List.<Object>of(new byte[0]), ANY));
      context.explain(node, "one element");
    }
  }

  private static final class FlattenTranslator implements TransformTranslator {
    @Override
    public String urn() {
      return PTransformTranslation.FLATTEN_TRANSFORM_URN;
    }

    @Override
    public void translate(TransformNode node, TranslationContext context) {
      String output = node.transform().getOutputsMap().values().iterator().next();
      DataStream<Object> union =
          node.transform().getInputsMap().values().stream()
              .map(context::<Object>stream)
              .reduce(DataStream::union)
              .orElseThrow();
      context.produce(output, union);
    }
  }
}

package org.penstock.portable.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.portable.runtime.PortableStageSpec;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.OutputStreams;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.batch.BatchGraph;
import org.penstock.runtime.batch.BatchGraph.Operator;
import org.penstock.runtime.batch.KeyedInput;
import org.penstock.runtime.batch.KeyedOperator;
import org.penstock.spi.SideInput;
import org.penstock.spi.Stage;
import org.penstock.spi.TranslationContext;

/** A fused stage as one operator, whose user code is in an SDK worker. */
final class StageTranslator {
  private final TranslationContext context;
  private final BatchGraph graph;
  private final PipelineComponents components;

  StageTranslator(TranslationContext context, BatchGraph graph) {
    this.context = context;
    this.graph = graph;
    this.components = graph.components();
  }

  void translate(Stage stage) {
    List<String> sideInputs =
        stage.sideInputs().stream().map(SideInput::pcollectionId).distinct().toList();
    StageSpec spec =
        new StageSpec(
            stage.root().name(),
            PortableStageSpec.of(stage, context.components()),
            stage.outputs(),
            sideInputs);
    OutputStreams outputs = new OutputStreams(stage.input(), spec.outputs(), components, context);
    List<DataStream<?>> sideStreams = new ArrayList<>();
    sideInputs.forEach(id -> sideStreams.add(context.stream(id)));
    outputs.produce(
        stage.keyed()
            ? keyed(stage, spec, sideStreams, outputs)
            : plain(stage, spec, sideStreams, outputs));
  }

  private DataStream<WindowedValue<Object>> plain(
      Stage stage, StageSpec spec, List<DataStream<?>> sideInputs, OutputStreams outputs) {
    DataStream<WindowedValue<Object>> input = context.stream(stage.input());
    return graph.add(
        // Behind a shuffle, whose result Flink keeps until the job ends, a retry sees the same
        // input.
        Nodes.parDo(stage.root()).getRequiresStableInput() ? input.rebalance() : input,
        sideInputs,
        new Operator<>(
            spec.name(),
            task -> new StageProcessor(spec, task),
            outputs.mainType(),
            outputs.sideOutputs(),
            false));
  }

  private DataStream<WindowedValue<Object>> keyed(
      Stage stage, StageSpec spec, List<DataStream<?>> sideInputs, OutputStreams outputs) {
    KeyedInput<Object, Object> input =
        new KeyedInput<>(
            context.stream(stage.input()),
            Nodes.pairs(stage.root(), components.coderOf(stage.input())),
            components.windowCoderOf(stage.input()),
            Nodes.parDo(stage.root()).getRequiresTimeSortedInput());
    return graph.addKeyed(
        input,
        sideInputs,
        new KeyedOperator<>(
            spec.name(),
            task -> new KeyedStageProcessor(spec, task),
            outputs.mainType(),
            outputs.sideOutputs()));
  }
}

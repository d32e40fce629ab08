package org.penstock.runtime.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.OutputStreams;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.batch.BatchGraph.Operator;
import org.penstock.spi.Stage;
import org.penstock.spi.TranslationContext;

/**
 * Adds a fused stage as one operator, wherever its user code runs. Its outputs are those of the
 * stage, and its side inputs {@link Stage#sideInputCollections}, both in that order.
 */
public final class StageOperator {
  private final Stage stage;
  private final TranslationContext context;
  private final BatchGraph graph;
  private final PipelineComponents components;

  /**
   * @param graph what the operator is added to
   */
  public StageOperator(Stage stage, TranslationContext context, BatchGraph graph) {
    this.stage = stage;
    this.context = context;
    this.graph = graph;
    this.components = graph.components();
  }

  /**
   * Adds the operator, and gives a stream to each output of the stage.
   *
   * @param plain makes the processor of a stage without keys
   * @param keyed makes that of a stage with keys
   */
  public void add(
      ProcessorFactory<WindowedValue<Object>> plain, KeyedProcessor.Factory<Object, Object> keyed) {
    OutputStreams outputs = new OutputStreams(stage.input(), stage.outputs(), components, context);
    List<DataStream<?>> sideInputs = new ArrayList<>();
    stage.sideInputCollections().forEach(id -> sideInputs.add(context.stream(id)));
    outputs.produce(
        stage.keyed() ? keyed(keyed, sideInputs, outputs) : plain(plain, sideInputs, outputs));
  }

  private DataStream<WindowedValue<Object>> plain(
      ProcessorFactory<WindowedValue<Object>> processor,
      List<DataStream<?>> sideInputs,
      OutputStreams outputs) {
    DataStream<WindowedValue<Object>> input = context.stream(stage.input());
    return graph.add(
        // Behind a shuffle, whose result Flink keeps until the job ends, a retry sees the same
        // input.
        Nodes.parDo(stage.root()).getRequiresStableInput() ? input.rebalance() : input,
        sideInputs,
        new Operator<>(
            stage.root().name(), processor, outputs.mainType(), outputs.sideOutputs(), false));
  }

  private DataStream<WindowedValue<Object>> keyed(
      KeyedProcessor.Factory<Object, Object> processor,
      List<DataStream<?>> sideInputs,
      OutputStreams outputs) {
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
            stage.root().name(), processor, outputs.mainType(), outputs.sideOutputs()));
  }
}

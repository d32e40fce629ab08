package org.penstock.portable.streaming;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.portable.runtime.PortableStageSpec;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.OutputStreams;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.streaming.Admission;
import org.penstock.runtime.streaming.SideInputPanes;
import org.penstock.runtime.streaming.StreamingGraph;
import org.penstock.runtime.streaming.StreamingGraph.Operator;
import org.penstock.spi.Stage;
import org.penstock.spi.TranslationContext;

/** A fused stage as one operator. */
final class StageTranslator {
  private final TranslationContext context;
  private final StreamingGraph graph;
  private final PipelineComponents components;

  StageTranslator(TranslationContext context) {
    this.context = context;
    this.graph = PortableStreaming.graph(context);
    this.components = graph.components();
  }

  void translate(Stage stage) {
    PortableStageSpec spec = PortableStageSpec.of(stage, context.components());
    List<String> sideInputs = stage.sideInputCollections();
    List<DataStream<?>> panes = new ArrayList<>();
    sideInputs.forEach(id -> panes.add(SideInputPanes.of(id, graph)));
    StageInput input =
        new StageInput(
            spec,
            sideInputs,
            Admission.of(
                stage, sideInputs, AwaitedWindows.of(stage, sideInputs, components), graph),
            Nodes.hasProcessingTimers(stage.root()));
    OutputStreams outputs = new OutputStreams(stage.input(), spec.outputs(), components, context);
    outputs.produce(
        stage.keyed() ? keyed(stage, input, panes, outputs) : plain(stage, input, panes, outputs));
  }

  private DataStream<WindowedValue<Object>> plain(
      Stage stage, StageInput input, List<DataStream<?>> panes, OutputStreams outputs) {
    WindowedValueCodec<Object> codec = components.<Object>typeOf(stage.input()).codec();
    return graph.add(
        context.<WindowedValue<Object>>stream(stage.input()),
        panes,
        new Operator<>(
            stage.root().name(),
            "",
            task -> input.plain(codec, task),
            outputs.mainType(),
            outputs.sideOutputs(),
            input.outlivesInput()));
  }

  private DataStream<WindowedValue<Object>> keyed(
      Stage stage, StageInput input, List<DataStream<?>> panes, OutputStreams outputs) {
    KvCoder<Object, Object> coder = Nodes.pairs(stage.root(), components.coderOf(stage.input()));
    var windows = components.windowCoderOf(stage.input());
    WindowedValueCodec<Object> codec = new WindowedValueCodec<>(coder.getValueCoder(), windows);
    Coder<Object> keyCoder = coder.getKeyCoder();
    WindowEnds ends = WindowEnds.of(stage, components);
    DataStream<KeyedElement<Object>> byKey =
        graph.addSender(
            context.<WindowedValue<KV<Object, Object>>>stream(stage.input()),
            stage.root().name(),
            keyCoder,
            codec);
    return graph.addKeyed(
        byKey,
        panes,
        windows,
        new Operator<>(
            stage.root().name(),
            "",
            task -> input.keyed(keyCoder, codec, ends, task),
            outputs.mainType(),
            outputs.sideOutputs(),
            input.outlivesInput()));
  }
}

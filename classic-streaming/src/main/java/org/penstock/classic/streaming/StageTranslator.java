package org.penstock.classic.streaming;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.classic.runtime.StageSpec;
import org.penstock.classic.runtime.StageTranslation;
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
    this.graph = ClassicStreaming.graph(context);
    this.components = graph.components();
  }

  void translate(Stage stage) {
    StageSpec spec = new StageTranslation(components).translate(stage);
    OutputStreams outputs = new OutputStreams(stage.input(), spec.outputs(), components, context);
    List<DataStream<?>> sideInputs = new ArrayList<>();
    spec.sideInputs().forEach(id -> sideInputs.add(SideInputPanes.of(id, graph)));
    StageInput input =
        new StageInput(
            spec,
            Admission.of(stage, spec.sideInputs(), spec.awaitedSideInputs(), graph),
            ProcessRestriction.isRootOf(stage));
    DataStream<WindowedValue<Object>> main =
        stage.keyed()
            ? keyed(stage, input, sideInputs, outputs)
            : plain(stage, input, sideInputs, outputs);
    outputs.produce(main);
  }

  private DataStream<WindowedValue<Object>> plain(
      Stage stage, StageInput input, List<DataStream<?>> sideInputs, OutputStreams outputs) {
    StageSpec spec = input.spec();
    WindowedValueCodec<Object> codec = components.<Object>typeOf(stage.input()).codec();
    return graph.add(
        context.<WindowedValue<Object>>stream(stage.input()),
        sideInputs,
        new Operator<>(
            spec.name(),
            "",
            task -> input.plain(codec, task),
            outputs.mainType(),
            outputs.sideOutputs(),
            input.outlivesInput()));
  }

  private DataStream<WindowedValue<Object>> keyed(
      Stage stage, StageInput input, List<DataStream<?>> sideInputs, OutputStreams outputs) {
    StageSpec spec = input.spec();
    KvCoder<Object, Object> coder = Nodes.pairs(stage.root(), components.coderOf(stage.input()));
    var windows = components.windowCoderOf(stage.input());
    WindowedValueCodec<Object> codec = new WindowedValueCodec<>(coder.getValueCoder(), windows);
    Coder<Object> keyCoder = coder.getKeyCoder();
    DataStream<KeyedElement<Object>> byKey =
        graph.addSender(
            context.<WindowedValue<KV<Object, Object>>>stream(stage.input()),
            spec.name(),
            keyCoder,
            codec);
    return graph.addKeyed(
        byKey,
        sideInputs,
        windows,
        new Operator<>(
            spec.name(),
            "",
            task -> input.keyed(keyCoder, codec, task),
            outputs.mainType(),
            outputs.sideOutputs(),
            input.admission().waitsForCheckpoints()));
  }
}

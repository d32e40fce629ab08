package org.penstock.classic.streaming;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.joda.time.Duration;
import org.penstock.classic.runtime.RootView;
import org.penstock.classic.runtime.StageSpec;
import org.penstock.classic.runtime.StageTranslation;
import org.penstock.classic.streaming.StreamingGraph.Operator;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.KeyedElementTypeInfo;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.OutputStreams;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.spi.Stage;
import org.penstock.spi.TranslationContext;

/** A fused stage as one operator. */
final class StageTranslator {
  private final TranslationContext context;
  private final StreamingGraph graph;
  private final PipelineComponents components;

  StageTranslator(TranslationContext context) {
    this.context = context;
    this.graph = StreamingGraph.of(context);
    this.components = graph.components();
  }

  void translate(Stage stage) {
    StageSpec spec = new StageTranslation(components).translate(stage);
    OutputStreams outputs = new OutputStreams(stage.input(), spec.outputs(), components, context);
    List<DataStream<?>> sideInputs = new ArrayList<>();
    spec.sideInputs().forEach(id -> sideInputs.add(SideInputPanes.of(id, context)));
    RunnerApi.ParDoPayload payload = StageTranslation.payload(stage.root());
    boolean stable = payload.getRequiresStableInput() && graph.checkpointing();
    StageInput input =
        new StageInput(spec, sideInputSpecs(spec), stable, ProcessRestriction.isRootOf(stage));
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
            input.stable() || input.restrictions()));
  }

  private DataStream<WindowedValue<Object>> keyed(
      Stage stage, StageInput input, List<DataStream<?>> sideInputs, OutputStreams outputs) {
    StageSpec spec = input.spec();
    KvCoder<Object, Object> coder = Nodes.pairs(stage.root(), components.coderOf(stage.input()));
    var windows = components.windowCoderOf(stage.input());
    WindowedValueCodec<Object> codec = new WindowedValueCodec<>(coder.getValueCoder(), windows);
    Coder<Object> keyCoder = coder.getKeyCoder();
    DataStream<KeyedElement<Object>> byKey =
        graph.add(
            context.<WindowedValue<KV<Object, Object>>>stream(stage.input()),
            Operator.plain(
                spec.name(),
                "send",
                new KeyedElementTypeInfo<>(codec),
                task -> new ToKeyedElement<>(keyCoder, task)));
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
            input.stable()));
  }

  private List<SideInputSpec> sideInputSpecs(StageSpec spec) {
    List<SideInputSpec> specs = new ArrayList<>();
    List<RootView> views = spec.rootViews();
    for (int i = 0; i < spec.sideInputs().size(); i++) {
      String id = spec.sideInputs().get(i);
      Duration lookback = Duration.ZERO;
      for (RootView view : views) {
        if (view.sideInput() == i && view.lookback().isLongerThan(lookback)) {
          lookback = view.lookback();
        }
      }
      specs.add(
          new SideInputSpec(
              id,
              SideInputPanes.codec(id, components),
              components.windowingOf(id),
              lookback.plus(components.windowingOf(spec.inputs().get(0)).getAllowedLateness())));
    }
    return specs;
  }
}

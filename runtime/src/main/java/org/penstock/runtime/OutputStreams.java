package org.penstock.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.transformations.SideOutputTransformation;
import org.apache.flink.util.OutputTag;
import org.penstock.spi.TranslationContext;

/**
 * The streams of an operator with any number of outputs: the first one is Flink's main output, the
 * others are its side outputs.
 */
public final class OutputStreams {
  private final String input;
  private final List<String> outputs;
  private final PipelineComponents components;
  private final TranslationContext context;

  /**
   * @param input the PCollection that the operator reads
   * @param outputs the PCollections that it produces
   */
  public OutputStreams(
      String input,
      List<String> outputs,
      PipelineComponents components,
      TranslationContext context) {
    this.input = input;
    this.outputs = List.copyOf(outputs);
    this.components = components;
    this.context = context;
  }

  /** The type of the main output; of nothing at all where there are no outputs. */
  public TypeInformation<WindowedValue<Object>> mainType() {
    return outputs.isEmpty()
        ? new WindowedValueTypeInfo<>(components.coderOf(input), GlobalWindow.Coder.INSTANCE)
        : components.typeOf(outputs.get(0));
  }

  /** The tags of the outputs behind the main one. */
  public List<OutputTag<?>> sideOutputs() {
    List<OutputTag<?>> tags = new ArrayList<>();
    for (int i = 1; i < outputs.size(); i++) {
      tags.add(tag(outputs.get(i)));
    }
    return tags;
  }

  /** Gives a stream to each output, with that of the main output at hand. */
  public void produce(DataStream<WindowedValue<Object>> main) {
    for (int i = 0; i < outputs.size(); i++) {
      context.produce(outputs.get(i), i == 0 ? main : side(main, outputs.get(i)));
    }
  }

  private DataStream<WindowedValue<Object>> side(
      DataStream<WindowedValue<Object>> main, String output) {
    return new SideOutputDataStream<>(
        context.environment(),
        new SideOutputTransformation<>(main.getTransformation(), tag(output)));
  }

  private OutputTag<WindowedValue<Object>> tag(String output) {
    return new OutputTag<>(output, components.typeOf(output));
  }
}

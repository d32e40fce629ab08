package org.penstock.runtime.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.runtime.ComponentsReader;
import org.penstock.runtime.FixedSource;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.WindowedValueTypeInfo;
import org.penstock.runtime.batch.BatchGraph.Operator;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** {@code Flatten}: a union of streams, those with another coder than the output's re-coded. */
record FlattenTranslator(ComponentsReader reader) implements TransformTranslator {
  @Override
  public String urn() {
    return PTransformTranslation.FLATTEN_TRANSFORM_URN;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    String output = Nodes.onlyOutput(node);
    BatchGraph graph = BatchGraph.of(context, reader);
    if (node.transform().getInputsCount() == 0) {
      BoundedReads.add(node, new FixedSource(0), context, graph);
      context.explain(node, "empty source");
      return;
    }
    List<DataStream<WindowedValue<Object>>> streams = new ArrayList<>();
    for (String input : node.transform().getInputsMap().values()) {
      streams.add(recoded(node, input, output, graph, context));
    }
    context.produce(output, union(streams));
    context.explain(node, "union");
  }

  @SuppressWarnings("unchecked") // an array of a generic type, for Flink's variable arguments
  private static <T> DataStream<T> union(List<DataStream<T>> streams) {
    return streams.get(0).union(streams.subList(1, streams.size()).toArray(DataStream[]::new));
  }

  /** The stream, with its type changed to the output's where the two differ. */
  private static DataStream<WindowedValue<Object>> recoded(
      TransformNode node,
      String input,
      String output,
      BatchGraph graph,
      TranslationContext context) {
    DataStream<WindowedValue<Object>> stream = context.stream(input);
    WindowedValueTypeInfo<Object> type = graph.components().typeOf(output);
    if (stream.getType().equals(type) && isUnique(node, input)) {
      return stream;
    }
    return graph.add(stream, Operator.plain(node.name() + " (recode)", type, PassOn::new));
  }

  /** Flink cannot union a stream with itself: each copy but one needs an operator of its own. */
  private static boolean isUnique(TransformNode node, String input) {
    return node.transform().getInputsMap().values().stream().filter(input::equals).count() == 1;
  }

  private record PassOn(ProcessorContext context) implements Processor<WindowedValue<Object>> {
    @Override
    public void process(WindowedValue<Object> element) {
      context.<WindowedValue<Object>>output().collect(element);
    }

    @Override
    public void endInput() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}

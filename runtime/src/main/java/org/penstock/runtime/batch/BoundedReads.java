package org.penstock.runtime.batch;

import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.runtime.BoundedSplit;
import org.penstock.runtime.BoundedSplitSource;
import org.penstock.runtime.BoundedSplitTypeInfo;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.batch.BatchGraph.Operator;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TranslationContext;

/**
 * Adds the operators that read a bounded source: one that hands out splits, one that reads them.
 */
public final class BoundedReads {
  private BoundedReads() {}

  /**
   * Makes the elements of the source the only output of the transform.
   *
   * @param graph that of the translation
   * @throws IllegalArgumentException if the transform has not just one output
   */
  public static <T> void add(
      TransformNode node, BoundedSource<T> source, TranslationContext context, BatchGraph graph) {
    String step = node.name();
    String output = Nodes.onlyOutput(node);
    DataStream<BoundedSplit<T>> splits =
        context
            .environment()
            .fromSource(
                new BoundedSplitSource<>(step, source, graph.options()),
                WatermarkStrategy.noWatermarks(),
                step + " (splits)",
                new BoundedSplitTypeInfo<>());
    DataStream<WindowedValue<T>> elements =
        graph.add(
            splits,
            Operator.plain(
                step,
                graph.components().<T>typeOf(output),
                processorContext -> new ReadProcessor<T>(step, processorContext)));
    context.produce(output, elements);
  }
}

package org.penstock.runtime.streaming;

import java.util.List;
import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.KeyedElementTypeInfo;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.WindowedValueTypeInfo;
import org.penstock.runtime.streaming.StreamingGraph.Operator;
import org.penstock.spi.TranslationContext;

/**
 * Makes panes of a PCollection that is read as a side input: of each window, all elements that its
 * trigger lets out at once, as if they were grouped by one key. A pane replaces the one before.
 */
public final class SideInputPanes {
  private SideInputPanes() {}

  /** How panes are written. */
  static WindowedValueCodec<KV<@Nullable Void, Iterable<Object>>> codec(
      String pcollection, PipelineComponents components) {
    Coder<Object> elements = components.coderOf(pcollection);
    return new WindowedValueCodec<>(
        KvCoder.of(VoidCoder.of(), IterableCoder.of(elements)),
        components.windowCoderOf(pcollection));
  }

  /**
   * The panes of a PCollection; all its readers share them.
   *
   * @throws IllegalStateException if nothing has produced that PCollection
   */
  public static DataStream<WindowedValue<KV<@Nullable Void, Iterable<Object>>>> of(
      String pcollection, StreamingGraph graph) {
    return graph.once("panes of " + pcollection, () -> add(pcollection, graph));
  }

  private static DataStream<WindowedValue<KV<@Nullable Void, Iterable<Object>>>> add(
      String pcollection, StreamingGraph graph) {
    PipelineComponents components = graph.components();
    TranslationContext context = graph.context();
    Coder<Object> elements = components.coderOf(pcollection);
    String name =
        context.components().getPcollectionsOrThrow(pcollection).getUniqueName() + " (view)";
    DataStream<KeyedElement<Object>> oneKey =
        graph.add(
            context.<WindowedValue<Object>>stream(pcollection),
            Operator.plain(
                name,
                "send",
                new KeyedElementTypeInfo<>(elements, components.windowCoderOf(pcollection)),
                ToOneKey::new));
    GroupSpec<@Nullable Void, Object, Iterable<Object>> groups =
        GroupSpec.of(
            name, pcollection, VoidCoder.of(), () -> SystemReduceFn.buffering(elements), graph);
    return graph.addKeyed(
        oneKey,
        List.of(),
        components.windowCoderOf(pcollection),
        Operator.plain(
            name,
            "",
            new WindowedValueTypeInfo<>(codec(pcollection, components)),
            task -> new TriggeredGroups<>(groups, task)));
  }

  private static final class ToOneKey implements Processor<WindowedValue<Object>> {
    private static final EncodedKey KEY = EncodedKey.of(new byte[0]);

    private final Collector<KeyedElement<Object>> output;

    ToOneKey(ProcessorContext context) {
      this.output = context.output();
    }

    @Override
    public void process(WindowedValue<Object> element) {
      output.collect(KeyedElement.of(KEY, element));
    }
  }
}

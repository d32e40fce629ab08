package org.penstock.runtime.streaming;

import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.KeyedElementTypeInfo;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.WindowedValueTypeInfo;
import org.penstock.runtime.source.ReadSettings;
import org.penstock.runtime.source.SourceRecord;
import org.penstock.runtime.source.SourceRecordTypeInfo;
import org.penstock.runtime.source.StreamingReadSource;
import org.penstock.runtime.streaming.StreamingGraph.Operator;
import org.penstock.spi.TransformNode;

/**
 * Adds a source, and behind it the operator that makes elements of what it emits. The sources stay
 * for operators that outlive their input.
 */
public final class Reads {
  private static final long WATERMARK_MILLIS = 200;

  private Reads() {}

  /** Makes the Flink source. */
  @FunctionalInterface
  public interface SourceMaker<T> {
    /** Makes it, at translation. */
    StreamingReadSource<T> make(ReadSettings settings);
  }

  /**
   * The elements that the source makes.
   *
   * @param output the id of the PCollection, whose coder and windows the elements have
   */
  public static <T> DataStream<WindowedValue<T>> add(
      TransformNode node, String output, SourceMaker<T> source, StreamingGraph graph) {
    return graph.add(
        records(node, output, source, graph),
        Operator.plain(node.name(), "", type(output, graph), Elements::new));
  }

  /** The same, without those elements whose record id was there before. */
  public static <T> DataStream<WindowedValue<T>> addDistinct(
      TransformNode node, String output, SourceMaker<T> source, StreamingGraph graph) {
    WindowedValueTypeInfo<T> type = type(output, graph);
    DataStream<KeyedElement<T>> byId =
        graph.add(
            records(node, output, source, graph),
            Operator.plain(
                node.name(), "send", new KeyedElementTypeInfo<>(type.codec()), ByRecordId::new));
    return graph.addKeyed(
        byId,
        List.of(),
        GlobalWindow.Coder.INSTANCE,
        Operator.plain(node.name(), "", type, DistinctRecords::new));
  }

  private static <T> WindowedValueTypeInfo<T> type(String output, StreamingGraph graph) {
    return graph.components().typeOf(output);
  }

  private static <T> DataStream<SourceRecord<T>> records(
      TransformNode node, String output, SourceMaker<T> source, StreamingGraph graph) {
    ReadSettings settings =
        new ReadSettings(
            node.name(),
            graph.options(),
            WATERMARK_MILLIS,
            graph.checkpointing(),
            graph.workLeft());
    String title = node.name() + " (source)";
    return graph
        .context()
        .environment()
        .fromSource(
            source.make(settings),
            WatermarkStrategy.noWatermarks(),
            title,
            new SourceRecordTypeInfo<>(Reads.<T>type(output, graph)))
        .uid(title);
  }

  private static final class Elements<T> implements Processor<SourceRecord<T>> {
    private final TaskMetrics metrics;
    private final Collector<WindowedValue<T>> output;

    Elements(ProcessorContext context) {
      this.metrics = context.metrics();
      this.output = context.output();
    }

    @Override
    public void process(SourceRecord<T> record) {
      if (record.isElement()) {
        output.collect(record.element());
      } else {
        metrics.add(record.metrics());
      }
    }
  }

  private static final class ByRecordId<T> implements Processor<SourceRecord<T>> {
    private final TaskMetrics metrics;
    private final Collector<KeyedElement<T>> output;

    ByRecordId(ProcessorContext context) {
      this.metrics = context.metrics();
      this.output = context.output();
    }

    @Override
    public void process(SourceRecord<T> record) {
      if (record.isElement()) {
        byte[] id =
            Objects.requireNonNull(record.recordId(), "a source that needs them gives record ids");
        output.collect(KeyedElement.of(EncodedKey.of(id), record.element()));
      } else {
        metrics.add(record.metrics());
      }
    }
  }
}

package org.penstock.classic.streaming;

import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;
import org.penstock.classic.streaming.StreamingGraph.Operator;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.KeyedElementTypeInfo;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.WindowedValueTypeInfo;
import org.penstock.runtime.source.ReadSettings;
import org.penstock.runtime.source.SourceRecord;
import org.penstock.runtime.source.SourceRecordTypeInfo;
import org.penstock.runtime.source.StreamingReadSource;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TranslationContext;

/** Adds a source, and behind it the operator that makes elements of what it emits. */
final class Reads {
  private static final long WATERMARK_MILLIS = 200;

  private Reads() {}

  /** Makes the Flink source. */
  interface SourceMaker<T> {
    StreamingReadSource<T> make(ReadSettings settings);
  }

  /** The elements that the source makes, with the coder and windows of a PCollection. */
  static <T> DataStream<WindowedValue<T>> add(
      TransformNode node, String output, SourceMaker<T> source, TranslationContext context) {
    return StreamingGraph.of(context)
        .add(
            records(node, output, source, context),
            Operator.plain(node.name(), "", type(output, context), Elements::new));
  }

  /** The same, without those elements whose record id was there before. */
  static <T> DataStream<WindowedValue<T>> addDistinct(
      TransformNode node, String output, SourceMaker<T> source, TranslationContext context) {
    StreamingGraph graph = StreamingGraph.of(context);
    WindowedValueTypeInfo<T> type = type(output, context);
    DataStream<KeyedElement<T>> byId =
        graph.add(
            records(node, output, source, context),
            Operator.plain(
                node.name(), "send", new KeyedElementTypeInfo<>(type.codec()), ByRecordId::new));
    return graph.addKeyed(
        byId,
        List.of(),
        GlobalWindow.Coder.INSTANCE,
        Operator.plain(node.name(), "", type, DistinctRecords::new));
  }

  private static <T> WindowedValueTypeInfo<T> type(String output, TranslationContext context) {
    return StreamingGraph.of(context).components().typeOf(output);
  }

  private static <T> DataStream<SourceRecord<T>> records(
      TransformNode node, String output, SourceMaker<T> source, TranslationContext context) {
    StreamingGraph graph = StreamingGraph.of(context);
    ReadSettings settings =
        new ReadSettings(
            node.name(),
            graph.options(),
            WATERMARK_MILLIS,
            graph.checkpointing(),
            graph.workLeft());
    String title = node.name() + " (source)";
    return context
        .environment()
        .fromSource(
            source.make(settings),
            WatermarkStrategy.noWatermarks(),
            title,
            new SourceRecordTypeInfo<>(Reads.<T>type(output, context)))
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
        output.collect(new KeyedElement<>(EncodedKey.of(id), record.element()));
      } else {
        metrics.add(record.metrics());
      }
    }
  }
}

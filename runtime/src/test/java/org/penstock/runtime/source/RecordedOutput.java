package org.penstock.runtime.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** Notes what a reader emits: records as {@code split:value}, watermarks as {@code split@time}. */
final class RecordedOutput<T> implements ReaderOutput<SourceRecord<T>> {
  private final List<String> events;
  private final String split;
  final List<MetricsContainerStepMap> metrics = new ArrayList<>();

  RecordedOutput() {
    this(new ArrayList<>(), "");
  }

  private RecordedOutput(List<String> events, String split) {
    this.events = events;
    this.split = split;
  }

  /** What was emitted; forgotten by this call. */
  List<String> take() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  @Override
  public void collect(SourceRecord<T> record) {
    if (!record.isElement()) {
      metrics.add(record.metrics());
      return;
    }
    byte[] id = record.recordId();
    events.add(
        split
            + ":"
            + record.element().getValue()
            + (id == null ? "" : " (" + new String(id, StandardCharsets.UTF_8) + ")"));
  }

  @Override
  public void collect(SourceRecord<T> record, long timestamp) {
    collect(record);
  }

  @Override
  public void emitWatermark(Watermark watermark) {
    events.add(split + "@" + watermark.getTimestamp());
  }

  @Override
  public void markIdle() {
    events.add(split + " idle");
  }

  @Override
  public void markActive() {
    events.add(split + " active");
  }

  @Override
  public SourceOutput<SourceRecord<T>> createOutputForSplit(String splitId) {
    return new RecordedOutput<>(events, splitId);
  }

  @Override
  public void releaseOutputForSplit(String splitId) {
    events.add(splitId + " released");
  }
}

package org.penstock.runtime.batch;

import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.function.ThrowingConsumer;

/** One of several inputs of a batch operator, to which watermarks and markers mean nothing. */
final class BatchInput<T> implements Input<T> {
  private final ThrowingConsumer<T, Exception> elements;

  BatchInput(ThrowingConsumer<T, Exception> elements) {
    this.elements = elements;
  }

  @Override
  public void processElement(StreamRecord<T> record) throws Exception {
    elements.accept(record.getValue());
  }

  @Override
  public void processWatermark(Watermark watermark) {}

  @Override
  public void processWatermark(WatermarkEvent watermark) {}

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}

  @Override
  public void processLatencyMarker(LatencyMarker marker) {}

  @Override
  public void processRecordAttributes(RecordAttributes attributes) {}

  @Override
  public void setKeyContextElement(StreamRecord<T> record) {}
}

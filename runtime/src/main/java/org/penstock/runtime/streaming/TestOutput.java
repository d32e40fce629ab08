package org.penstock.runtime.streaming;

import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/** An operator's output that counts what is sent to whom. */
final class TestOutput<T> implements Output<StreamRecord<T>> {
  private final Output<StreamRecord<T>> output;
  private final TestTask<?> task;
  private final Consumers consumers;

  TestOutput(Output<StreamRecord<T>> output, TestTask<?> task, Consumers consumers) {
    this.output = output;
    this.task = task;
    this.consumers = consumers;
  }

  @Override
  public void collect(StreamRecord<T> record) {
    task.run().sending(consumers.of(null));
    output.collect(record);
  }

  @Override
  public <X> void collect(OutputTag<X> tag, StreamRecord<X> record) {
    task.run().sending(consumers.of(tag.getId()));
    output.collect(tag, record);
  }

  @Override
  public void emitWatermark(Watermark mark) {
    task.run().sending(consumers.all());
    output.emitWatermark(mark);
  }

  /** An idle output would swallow watermarks, which are counted: it is never idle. */
  @Override
  public void emitWatermarkStatus(WatermarkStatus status) {
    // As said above.
  }

  @Override
  public void emitLatencyMarker(LatencyMarker marker) {
    output.emitLatencyMarker(marker);
  }

  @Override
  public void emitRecordAttributes(RecordAttributes attributes) {
    output.emitRecordAttributes(attributes);
  }

  @Override
  public void emitWatermark(WatermarkEvent watermark) {
    output.emitWatermark(watermark);
  }

  @Override
  public void close() {
    output.close();
  }
}

package org.penstock.runtime.source;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** An output behind which an operator fails. */
record BrokenOutput<T>(RuntimeException failure) implements ReaderOutput<T> {
  @Override
  public void collect(T record) {
    throw failure;
  }

  @Override
  public void collect(T record, long timestamp) {
    throw failure;
  }

  @Override
  public void emitWatermark(Watermark watermark) {}

  @Override
  public void markIdle() {}

  @Override
  public void markActive() {}

  @Override
  public SourceOutput<T> createOutputForSplit(String splitId) {
    return this;
  }

  @Override
  public void releaseOutputForSplit(String splitId) {}
}

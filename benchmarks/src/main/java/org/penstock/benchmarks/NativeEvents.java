package org.penstock.benchmarks;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What {@link EventSource} is, natively. */
final class NativeEvents {
  private NativeEvents() {}

  static DataStream<Long> of(StreamExecutionEnvironment environment, long records) {
    return environment.fromSource(
        new NumberSequenceSource(0, records - 1),
        WatermarkStrategy.<Long>forMonotonousTimestamps()
            .withTimestampAssigner((number, before) -> EventSource.millis(number)),
        "numbers");
  }
}

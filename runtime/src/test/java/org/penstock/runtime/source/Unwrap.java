package org.penstock.runtime.source;

import java.util.Objects;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Takes the elements out of a source's records. */
final class Unwrap implements FlatMapFunction<SourceRecord<Long>, Long> {
  private static final long serialVersionUID = 1L;

  @Override
  public void flatMap(SourceRecord<Long> record, Collector<Long> out) {
    if (record.isElement()) {
      out.collect(Objects.requireNonNull(record.element().getValue()));
    }
  }
}

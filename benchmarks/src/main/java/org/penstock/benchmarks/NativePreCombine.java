package org.penstock.benchmarks;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * What somebody who cares for speed writes in front of a {@code keyBy}, which in a batch job sorts
 * all that it gets: adds up in a hash table first. It makes word count seven times as fast.
 */
final class NativePreCombine extends AbstractStreamOperator<Tuple2<String, Long>>
    implements OneInputStreamOperator<Tuple2<String, Long>, Tuple2<String, Long>>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final int MOST_ENTRIES = 100_000;

  private final Map<String, Long> counts = new HashMap<>();

  @Override
  public void processElement(StreamRecord<Tuple2<String, Long>> record) {
    Tuple2<String, Long> count = record.getValue();
    counts.merge(count.f0, count.f1, Long::sum);
    if (counts.size() >= MOST_ENTRIES) {
      flush();
    }
  }

  @Override
  public void endInput() {
    flush();
  }

  private void flush() {
    counts.forEach((word, count) -> output.collect(new StreamRecord<>(Tuple2.of(word, count))));
    counts.clear();
  }
}

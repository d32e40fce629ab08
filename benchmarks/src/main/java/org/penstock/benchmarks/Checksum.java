package org.penstock.benchmarks;

import java.io.Serializable;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * The end of a job, which adds up a number of each record and outputs nothing. The sum overflows as
 * a {@code long} does.
 */
final class Checksum {
  /** The name of the sum, as a Flink accumulator and as a Beam counter. */
  static final String NAME = "checksum";

  private Checksum() {}

  /** The number of a record. */
  @FunctionalInterface
  interface Digest<T> extends Serializable {
    long of(T value);
  }

  /** The end of a Flink job. */
  static final class Native<T> extends RichFlatMapFunction<T, Long> {
    private static final long serialVersionUID = 1L;

    private final Digest<T> digest;
    private final LongCounter total = new LongCounter();
    private long sum;

    Native(Digest<T> digest) {
      this.digest = digest;
    }

    @Override
    public void open(OpenContext context) {
      getRuntimeContext().addAccumulator(NAME, total);
    }

    @Override
    public void flatMap(T value, Collector<Long> out) {
      sum += digest.of(value);
    }

    @Override
    public void close() {
      total.add(sum);
    }
  }

  /** The end of a Beam pipeline. */
  static final class Beam<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1L;

    private final Digest<T> digest;
    private final Counter total = Metrics.counter(Checksum.class, NAME);
    private long sum;

    Beam(Digest<T> digest) {
      this.digest = digest;
    }

    /** Called by Beam. */
    @StartBundle
    public void start() {
      sum = 0;
    }

    /** Called by Beam. */
    @ProcessElement
    public void process(@Element T value) {
      sum += digest.of(value);
    }

    /** Called by Beam. */
    @FinishBundle
    public void finish() {
      total.inc(sum);
    }
  }
}

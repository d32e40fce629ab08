package org.penstock.benchmarks;

import java.time.Duration;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * Counts by key in windows of a second of event time, in a streaming job. A record is a number, and
 * a million are in a window.
 */
final class WindowCount implements Workload {
  private static final long KEYS = 1_000;

  @Override
  public String name() {
    return "windowcount";
  }

  @Override
  public boolean streaming() {
    return true;
  }

  @Override
  public long defaultRecords() {
    return 5_000_000;
  }

  @Override
  public void nativeJob(StreamExecutionEnvironment environment, long records) {
    NativeEvents.of(environment, records)
        .keyBy(number -> number % KEYS, Types.LONG)
        .window(TumblingEventTimeWindows.of(Duration.ofSeconds(1)))
        .aggregate(
            new Counting(),
            new WithKey(),
            Types.LONG,
            Types.LONG,
            Types.TUPLE(Types.LONG, Types.LONG))
        .flatMap(new Checksum.Native<Tuple2<Long, Long>>(count -> digest(count.f0, count.f1)))
        .returns(Types.LONG);
  }

  @Override
  public void beamJob(Pipeline pipeline, long records) {
    pipeline
        .apply("numbers", Read.from(new EventSource(records)))
        .apply("keys", ParDo.of(new MakeKey()))
        .apply("windows", Window.into(FixedWindows.of(org.joda.time.Duration.standardSeconds(1))))
        .apply("count", Count.perKey())
        .apply(
            "checksum",
            ParDo.of(
                new Checksum.Beam<KV<Long, Long>>(
                    count -> digest(count.getKey(), count.getValue()))));
  }

  @Override
  public long expected(long records) {
    long sum = 0;
    for (long key = 0; key < KEYS; key++) {
      sum += digest(key, records / KEYS + (key < records % KEYS ? 1 : 0));
    }
    return sum;
  }

  private static long digest(long key, long count) {
    return (key + 1) * count;
  }

  private static final class MakeKey extends DoFn<Long, KV<Long, Long>> {
    private static final long serialVersionUID = 1L;

    /** Called by Beam. */
    @ProcessElement
    public void process(@Element Long number, OutputReceiver<KV<Long, Long>> out) {
      out.output(KV.of(number % KEYS, number));
    }
  }

  private static final class Counting implements AggregateFunction<Long, Long, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Long value, Long count) {
      return count + 1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long one, Long other) {
      return one + other;
    }
  }

  private static final class WithKey
      extends ProcessWindowFunction<Long, Tuple2<Long, Long>, Long, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        Long key, Context context, Iterable<Long> counts, Collector<Tuple2<Long, Long>> out) {
      counts.forEach(count -> out.collect(Tuple2.of(key, count)));
    }
  }
}

package org.penstock.benchmarks;

import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the records of each key by state, in a streaming job. A record is a pair of a key and a
 * number, on both sides: all of it crosses the shuffle.
 */
final class StatefulCounter implements Workload {
  private static final long KEYS = 10_000;

  @Override
  public String name() {
    return "counter";
  }

  @Override
  public boolean streaming() {
    return true;
  }

  @Override
  public long defaultRecords() {
    return 20_000_000;
  }

  @Override
  public void nativeJob(StreamExecutionEnvironment environment, long records) {
    NativeEvents.of(environment, records)
        .map(number -> Tuple2.of(number % KEYS, number))
        .returns(Types.TUPLE(Types.LONG, Types.LONG))
        .keyBy(pair -> pair.f0, Types.LONG)
        .process(new NativeCounter())
        .returns(Types.LONG)
        .flatMap(new Checksum.Native<Long>(Long::longValue))
        .returns(Types.LONG);
  }

  @Override
  public void beamJob(Pipeline pipeline, long records) {
    pipeline
        .apply("numbers", Read.from(new EventSource(records)))
        .apply("keys", ParDo.of(new MakeKey()))
        .apply("count", ParDo.of(new BeamCounter()))
        .apply("checksum", ParDo.of(new Checksum.Beam<Long>(Long::longValue)));
  }

  @Override
  public long expected(long records) {
    long sum = 0;
    for (long key = 0; key < KEYS; key++) {
      long count = records / KEYS + (key < records % KEYS ? 1 : 0);
      sum += count * (count + 1) / 2;
    }
    return sum;
  }

  private static final class MakeKey extends DoFn<Long, KV<Long, Long>> {
    private static final long serialVersionUID = 1L;

    /** Called by Beam. */
    @ProcessElement
    public void process(@Element Long number, OutputReceiver<KV<Long, Long>> out) {
      out.output(KV.of(number % KEYS, number));
    }
  }

  private static final class BeamCounter extends DoFn<KV<Long, Long>, Long> {
    private static final long serialVersionUID = 1L;

    @StateId("count")
    private final StateSpec<org.apache.beam.sdk.state.ValueState<Long>> spec =
        StateSpecs.value(VarLongCoder.of());

    /** Called by Beam. */
    @ProcessElement
    public void process(
        @StateId("count") org.apache.beam.sdk.state.ValueState<Long> state,
        OutputReceiver<Long> out) {
      Long before = state.read();
      long count = before == null ? 1 : before + 1;
      state.write(count);
      out.output(count);
    }
  }

  private static final class NativeCounter
      extends KeyedProcessFunction<Long, Tuple2<Long, Long>, Long> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable ValueState<Long> state;

    @Override
    public void open(OpenContext context) {
      state = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Tuple2<Long, Long> pair, Context context, Collector<Long> out)
        throws Exception {
      ValueState<Long> current = Objects.requireNonNull(state);
      Long before = current.value();
      long count = before == null ? 1 : before + 1;
      current.update(count);
      out.collect(count);
    }
  }
}

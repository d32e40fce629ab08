package org.penstock.benchmarks;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/** Counts words: what a combine and its shuffle cost. A record is a line of ten words. */
final class WordCount implements Workload {
  private static final TypeInformation<Tuple2<String, Long>> COUNT =
      Types.TUPLE(Types.STRING, Types.LONG);

  @Override
  public String name() {
    return "wordcount";
  }

  @Override
  public long defaultRecords() {
    return 1_500_000;
  }

  @Override
  public void nativeJob(StreamExecutionEnvironment environment, long records) {
    environment
        .fromSource(
            new NumberSequenceSource(0, records - 1), WatermarkStrategy.noWatermarks(), "numbers")
        .map(Words::line)
        .returns(Types.STRING)
        .flatMap(
            (String line, Collector<Tuple2<String, Long>> out) ->
                Words.split(line, word -> out.collect(Tuple2.of(word, 1L))))
        .returns(COUNT)
        .transform("pre-combine", COUNT, new NativePreCombine())
        .keyBy(count -> count.f0, Types.STRING)
        .reduce((one, other) -> Tuple2.of(one.f0, one.f1 + other.f1))
        .flatMap(
            new Checksum.Native<Tuple2<String, Long>>(count -> Words.digest(count.f0, count.f1)))
        .returns(Types.LONG);
  }

  @Override
  public void beamJob(Pipeline pipeline, long records) {
    pipeline
        .apply("numbers", Read.from(new CountingSource(0, records)))
        .apply("lines", ParDo.of(new MakeLine()))
        .apply("words", ParDo.of(new SplitLine()))
        .apply("count", Count.perElement())
        .apply(
            "checksum",
            ParDo.of(
                new Checksum.Beam<KV<String, Long>>(
                    count -> Words.digest(count.getKey(), count.getValue()))));
  }

  @Override
  public long expected(long records) {
    return Words.digest(records);
  }

  private static final class MakeLine extends DoFn<Long, String> {
    private static final long serialVersionUID = 1L;

    /** Called by Beam. */
    @ProcessElement
    public void process(@Element Long number, OutputReceiver<String> out) {
      out.output(Words.line(number));
    }
  }

  private static final class SplitLine extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    /** Called by Beam. */
    @ProcessElement
    public void process(@Element String line, OutputReceiver<String> out) {
      Words.split(line, out::output);
    }
  }
}
